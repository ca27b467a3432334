import type { AddressInfo } from 'node:net'
import compression from 'compression'
import express from 'express'
import { announce } from '../kit/faults.ts'
import { answer } from '../kit/ours-node.ts'

const app = express()
app.use(compression())
app.use((req, res) => answer(req, res))
const server = app.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port))
