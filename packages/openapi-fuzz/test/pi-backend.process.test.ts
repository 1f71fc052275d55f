import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { findOperation } from '../src/find-operation.ts'
import { createRequestJudge } from '../src/judge-request.ts'
import type { FuzzRequest } from '../src/request.ts'
import { createSend } from '../src/send.ts'

const program = fileURLToPath(new URL('programs/run-pi-backend.ts', import.meta.url))

test('the documents allow what pi-backend from npm sends, and the mock takes it', async () => {
  const mock = await startMockPi({ seed: 'pi-backend' })
  onTestFinished(() => mock.close())
  const signedIn = await fetch(`${mock.url}/_mock/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice' }),
  })
  const { user } = (await signedIn.json()) as { user: { uid: string } }
  const { url, exchanges } = await startRecorder(mock.url)

  await promisify(execFile)(process.execPath, [
    program,
    url,
    mock.apiKey,
    mock.wallet.seed,
    user.uid,
  ])

  const apis = await Promise.all(
    (['platform', 'chain'] as const).map(async (name) => {
      const document = await readDocument(name)
      return { document, judge: createRequestJudge(document) }
    }),
  )
  const judged = await Promise.all(
    exchanges.map(async ({ request, status }) => {
      for (const { document, judge } of apis) {
        const found = findOperation(document, request.method, request.path)
        if (found.kind !== 'operation') continue
        return { operation: found.operation.operationId, status, faults: await judge(request) }
      }
      return { operation: `${request.method} ${request.path}` }
    }),
  )
  const calls = ['payments.create', 'payments.cancel', 'payments.create', 'payments.incomplete']
  const payout = ['payments.get', 'account', 'feeStats', 'submit', 'payments.complete']
  expect(judged).toEqual(
    [...calls, ...payout].map((operation) => ({ operation, status: 200, faults: [] })),
  )
})

/** Passes every request on to the mock, and keeps it with the status of the response. */
async function startRecorder(target: string) {
  const exchanges: { request: FuzzRequest; status: number }[] = []
  const { send, close } = createSend()
  const server = createServer(async (req, res) => {
    const { method = '', url: path = '' } = req
    // The sender computes these itself.
    const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...given } = req.headers
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, String(value)]),
    )
    const body = await buffer(req)
    const request = { method, path, headers, body: body.length === 0 ? undefined : body }
    const response = await send(target, request)
    if (response.kind === 'none') {
      res.destroy(new Error(response.reason))
      return
    }
    exchanges.push({ request, status: response.status })
    const { 'content-type': type = '', date = '' } = response.headers
    res.writeHead(response.status, { 'content-type': type, date }).end(response.text)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    close()
    server.closeAllConnections()
    server.close()
  })
  // Bound to an address, so the address is not that of a pipe.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, exchanges }
}
