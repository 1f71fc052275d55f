import { createAlohaClient, type AlohaClientOptions } from '../src/index.ts'
import { json, startServer } from './start-server.ts'

/** As the proxy makes them. */
export const ALOHA_KEY = 'aloha_live_canary1_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG9f86d081'

/** A server that responds to every request alike, and a client of it that sends each once unless told otherwise. */
export async function startAloha(
  response: Parameters<typeof startServer>[0] | { status: number; body: unknown },
  options: Partial<AlohaClientOptions> = {},
) {
  const handler =
    typeof response === 'function'
      ? response
      : (res: Parameters<typeof json>[0]) => json(res, response.status, response.body)
  const server = await startServer(handler)
  const always = { apiKey: ALOHA_KEY, baseUrl: server.url, retries: 0 }
  return { aloha: createAlohaClient({ ...always, ...options }), ...server }
}
