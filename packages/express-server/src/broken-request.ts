const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** A request that node's parser refused, or that is CONNECT, which no handler gets. */
export type BrokenRequest = {
  /** The status that HTTP has for it. */
  status: 400 | 405 | 408 | 413 | 431
  /** Continues the sentence "The request …". */
  rule: string
  /** Node's code, or `CONNECT`; for logs. */
  parserCode: string
}

/** What is sent instead of node's empty response; the body as JSON. */
export type BrokenRequestResponse = {
  status: number
  headers: Readonly<Record<string, string>>
  body: unknown
}

const MALFORMED = { status: 400, rule: 'is not valid HTTP/1.1' } as const
const refused: Record<string, Pick<BrokenRequest, 'status' | 'rule'>> = {
  HPE_HEADER_OVERFLOW: { status: 431, rule: 'has headers that are too large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, rule: 'has chunk extensions that are too large' },
  CONNECT: { status: 405, rule: 'must not have the method CONNECT: this server is not a tunnel' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, rule: 'did not arrive in time' },
}

/** What a code of node's parser means in HTTP. */
export function describeBroken(parserCode: string): BrokenRequest {
  return { ...(refused[parserCode] ?? MALFORMED), parserCode }
}

/** The whole response; it closes the connection, because the start of the next request is unknown. */
export function inHttp({ status, headers, body }: BrokenRequestResponse): string {
  const text = JSON.stringify(body)
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'X-Content-Type-Options: nosniff',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '',
    text,
  ].join('\r\n')
}
