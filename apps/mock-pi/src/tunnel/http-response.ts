// Not by an import statement: that one would load the WebSocket client of node:http, 50 ms.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** A whole response, for a connection that no server of HTTP writes to; the connection ends with it. */
export function httpResponse(status: number, sentence: string): string {
  const body = `mock-pi: ${sentence}\n`
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
