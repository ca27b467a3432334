// Opens connections, reads everything, and counts.
import { connect } from 'node:net'

let bytes = 0
const commands = {
  async open({ port, count }) {
    for (let at = 0; at < count; at += 100) {
      await Promise.all(Array.from({ length: Math.min(100, count - at) }, () => open(port)))
    }
  },
  async bytes() {
    return bytes
  },
}

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n'),
    )
    socket.once('data', resolve)
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      bytes += chunk.length
    })
  })
}

process.on('message', async ({ command, ...args }) => process.send({ answer: await commands[command](args) }))
process.send({ answer: 'ready' })
