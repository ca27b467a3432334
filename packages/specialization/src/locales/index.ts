export { allLocales } from './all.ts'
