#!/usr/bin/env node
import { existsSync } from 'node:fs'

// A published package has dist; a fresh clone of the workspace has only src, which Node 24 runs as it is.
const built = new URL('../dist/cli/main.js', import.meta.url)
const { main } = await import(
  existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href
)
await main()
