// Measures in a process of its own, and answers its parent.
import { measureStatements } from './statements.ts'

const { ADMIN_URL, APP_URL, ROUNDS } = process.env
if (!ADMIN_URL || !APP_URL) throw new Error('Started by run.ts, which says where the server is.')
process.send?.(await measureStatements(ADMIN_URL, APP_URL, { rounds: Number(ROUNDS), warmUp: 50 }))
process.disconnect()
