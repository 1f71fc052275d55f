import type { Socket } from 'node:net'

/** Each whole line that arrives; throws when the connection breaks. */
export async function* readLines(socket: Socket): AsyncGenerator<string> {
  let begun = ''
  for await (const chunk of socket.setEncoding('utf8')) {
    const lines = `${begun}${String(chunk)}`.split('\n')
    begun = lines.pop() ?? ''
    yield* lines
  }
}
