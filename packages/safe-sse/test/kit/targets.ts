import { fileURLToPath } from 'node:url'
import { launch } from './launch.ts'
import type { Target } from './modes.ts'

/** How to start a server that runs the suite's scenarios. */
export interface Launcher {
  readonly name: string
  readonly facts?: Readonly<Record<number, string>> | undefined
  readonly start: () => Promise<Target>
}

const file = (name: string): string => fileURLToPath(new URL(`../targets/${name}`, import.meta.url))

function onNode(name: string, script: string, facts?: Launcher['facts']): Launcher {
  return {
    name,
    facts,
    start: async () => {
      const { port, stop } = await launch(process.execPath, ['--conditions=source', file(script)])
      return { name, port, facts, stop: async () => void (await stop()) }
    },
  }
}

/** Every runtime and adapter: a new one is a line here and a file beside. */
export const launchers: readonly Launcher[] = [
  onNode('node:http', 'node-http.ts'),
  onNode('Web on Node', 'node-web.ts'),
]
