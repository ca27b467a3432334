export { collect, disconnectAfter } from './collect.ts'
export type { ReceivedEvent } from './parse.ts'
export { type SlowReader, slowReader } from './slow-reader.ts'
