import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './embedded.ts'

/** A PgBouncer in transaction mode before one login of a server. */
export async function startPgBouncer(
  binary: string,
  target: URL,
  servers: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'rls-kit-bouncer-'))
  const root = process.getuid?.() === 0
  const ids = root ? { uid: 65534, gid: 65534 } : {}
  const port = await freePort()
  const database = target.pathname.slice(1)
  await writeFile(join(folder, 'users.txt'), `"${target.username}" "${target.password}"\n`)
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${database} = host=127.0.0.1 port=${target.port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = ${servers}
max_client_conn = 100
server_login_retry = 0
ignore_startup_parameters = extra_float_digits
`,
  )
  await chmod(folder, 0o755)
  if (root) await chown(join(folder, 'users.txt'), 65534, 65534)
  const child: ChildProcess = spawn(binary, ['-q', join(folder, 'pgbouncer.ini')], {
    ...ids,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000)
  })
  const deadline = Date.now() + 20_000
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`pgbouncer did not start: ${log}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const url = new URL(target)
  url.port = String(port)
  return {
    url: url.href,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
