import { Agent, request, type IncomingHttpHeaders } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
export type TimedResponse = { ms: number; status: number; headers: IncomingHttpHeaders }

/** One GET over a kept connection, timed from writing the request to the end of the response. */
export function timedGet(
  port: number,
  target: string,
  headers: Record<string, string>,
): Promise<TimedResponse> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const sent = request({ agent, host: '127.0.0.1', port, path: target, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({
          ms: performance.now() - startedAt,
          status: response.statusCode ?? 0,
          headers: response.headers,
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}
