import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cannotStart } from './exit.ts'
import { createProxy } from './proxy.ts'

// Three processes and a proxy. A process that dies is replaced; Ctrl-C and SIGTERM end all of them.
const program = process.env.CLUSTER_SERVER ?? fileURLToPath(new URL('server.ts', import.meta.url))
const processes = new Map<ChildProcess, number | undefined>()
let stopping = false
let failures = 0

function launch(): void {
  if (stopping) return
  const child = fork(program, [], { env: { ...process.env, PORT: '0' } })
  processes.set(child, undefined)
  child.once('message', ({ port, pid }: { port: number; pid: number }) => {
    processes.set(child, port)
    failures = 0
    console.log(`process ${pid} on port ${port}`)
    if (ports().length === 3 && !proxy.listening) listen()
  })
  child.once('exit', (code, signal) => {
    processes.delete(child)
    if (stopping) return
    if (code !== cannotStart) console.log(`process ${child.pid} ended with ${signal ?? code}`)
    // One that cannot start is not started for ever.
    if (code === cannotStart || ++failures > 5) stop(1)
    else setTimeout(launch, 100 * failures)
  })
}

const ports = (): number[] => [...processes.values()].filter((port) => port !== undefined)
const proxy = createProxy(ports)

function listen(): void {
  proxy.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
    const address = proxy.address()
    console.log(`cluster: http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  })
}

function stop(code: number): void {
  if (stopping) return
  stopping = true
  proxy.close()
  for (const child of processes.keys()) child.kill('SIGTERM')
  const timer = setInterval(() => {
    if (processes.size === 0) process.exit(code)
  }, 20)
  setTimeout(() => {
    clearInterval(timer)
    for (const child of processes.keys()) {
      console.log(`process ${child.pid} had to be killed`)
      child.kill('SIGKILL')
    }
    process.exit(code)
  }, 5_000)
}
process.on('SIGTERM', () => stop(0))
process.on('SIGINT', () => stop(0))
for (let n = 0; n < 3; n++) launch()
