import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { redirectPiHosts, startMockPi } from '@aloha-pi/mock-pi'
import type pib from 'pi-backend'
import { expect, onTestFinished, test } from 'vitest'

// Node and vitest import CommonJS differently; both require it alike.
const piBackend: typeof pib = createRequire(import.meta.url)('pi-backend')

test('the payout of a test, with the redirection of the README, arrives', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  onTestFinished(redirectPiHosts({ url: mock.url })) // returns the function that undoes it

  const pi = new piBackend.default(mock.apiKey, mock.wallet.seed)
  const uid = mock.world.users.find('alice')!.grants.get(mock.appId)!.uid
  const id = await pi.createPayment({ amount: 1, memo: 'Refund', metadata: { order: 1 }, uid })
  const payment = await pi.completePayment(id, await pi.submitPayment(id))

  expect(payment.status.developer_completed).toBe(true)
  expect(mock.world.payments.find(id)).toMatchObject({ state: 'completed' })
})

test('those lines are the ones of the README', () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
  const [, lines = ''] = /```ts\n(.*?)```/s.exec(read('../../src/redirect/README.md')) ?? []
  const unindented = read('readme-example.test.ts').replaceAll(/^ {2}/gm, '')
  expect(lines.trim().split('\n')).toHaveLength(4)
  expect(unindented).toContain(lines.split('\n').slice(1).join('\n'))
  expect(unindented).toContain(lines.split('\n')[0])
})
