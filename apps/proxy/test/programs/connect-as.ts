import { connect } from 'node:net'

/** Becomes the user UID, if there is one, and prints what connecting to SOCKET gives. */
const { UID, SOCKET = '' } = process.env
if (UID != null) {
  process.setgroups?.([])
  process.setgid?.(Number(UID))
  process.setuid?.(Number(UID))
}
const socket = connect(SOCKET)
socket.once('connect', () => end('connected'))
socket.once('error', (error: NodeJS.ErrnoException) => end(String(error.code)))

function end(outcome: string) {
  process.stdout.write(`${process.getuid?.()} ${outcome}\n`)
  socket.destroy()
}
