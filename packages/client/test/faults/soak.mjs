// `pnpm --filter @nyxcore/client faults [scenarios] [first seed]`: the long form of the fault suite.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const outfile = fileURLToPath(new URL('.soak.mjs', import.meta.url))
await build({
  stdin: {
    contents: `import { runFaults } from './run.ts'
      const [count = 1000, from = 1] = process.argv.slice(2).map(Number)
      const started = Date.now()
      const report = await runFaults(from, count)
      for (const failure of report.failures) console.log(failure)
      console.log(JSON.stringify({ ...report, failures: report.failures.length, seconds: (Date.now() - started) / 1000 }))
      process.exit(report.failures.length + report.unhandled + report.openSockets > 0 ? 1 : 0)`,
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    loader: 'ts',
  },
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
})
const child = spawn(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' })
child.on('close', (code) => {
  rmSync(outfile, { force: true })
  process.exitCode = code ?? 1
})
