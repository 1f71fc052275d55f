import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Response } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { haveWorld } from '../../test/have-world.ts'
import { buildPayment } from '../ledger/build-payment.ts'
import { loadStellar } from '../ledger/stellar.ts'
import { createSubmitHandler } from './submit-handler.ts'

test('a sender who left before the transaction was read is not waited for', async () => {
  const { world } = haveWorld()
  world.settings.ledger_close = 'by-hand'
  const { wallet } = world.apps.first()
  const { sequence } = world.ledger.view().account(wallet.address)!
  const { xdr } = buildPayment(await loadStellar(), {
    type: 'payment',
    from: wallet,
    to: wallet.address,
    amount: 1n,
    network: world.network,
    sequence: sequence + 1n,
    fee: 100_000n,
  })
  const submit = createSubmitHandler({ world, url: () => '' })

  const ended = await submit({ body: { tx: xdr }, res: await haveClosedResponse() })

  expect(ended.status).toBe(504)
  expect(world.ledger.waiting()).toHaveLength(1)
})

/** The response to someone who has gone away. */
async function haveClosedResponse(): Promise<Response> {
  const server = createServer()
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const asking = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  asking.on('error', () => {})
  const [, res] = await once(server, 'request')
  asking.destroy()
  await once(res, 'close')
  // Express's own responses are these with more methods, which a response to no one does not need.
  return res
}
