import type { MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { startMock } from '../start-mock.ts'

/** A mock with the calls that the browser SDK makes from a page of this machine. */
export async function startWallet(options: MockPiOptions = {}) {
  const mock = await startMock(options)
  const origin = 'http://localhost:3000'
  const wallet = (path: string, json?: unknown, headers: Record<string, string> = {}) =>
    mock.call(json === undefined ? 'GET' : 'POST', `/_wallet${path}`, {
      headers: { origin, ...headers },
      ...(json !== undefined && { json }),
    })
  return {
    ...mock,
    wallet,
    /** What pages reported, with the names that they gave. */
    report: (name: string, body: object = {}) =>
      wallet('/reports', { kind: 'callback', name, ...body }),
    eventsOf: async (id: string): Promise<string[]> =>
      (await wallet(`/payments/${id}`)).body.timeline.map(({ event }: { event: string }) => event),
  }
}
