import { createPiClient, type PiClientOptions } from '../src/index.ts'
import { json, startServer } from './start-server.ts'

/** Long enough to be taken for a secret wherever it turns up. */
export const API_KEY = 'canarykey0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefgh'

/** A server that responds to every request alike, and a client of it that sends each once unless told otherwise. */
export async function startPi(
  response: Parameters<typeof startServer>[0] | { status: number; body: unknown },
  options: PiClientOptions = {},
) {
  const handler =
    typeof response === 'function'
      ? response
      : (res: Parameters<typeof json>[0]) => json(res, response.status, response.body)
  const server = await startServer(handler)
  const pi = createPiClient({ apiKey: API_KEY, baseUrl: server.url, retries: 0, ...options })
  return { pi, ...server }
}
