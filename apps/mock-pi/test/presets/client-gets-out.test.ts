import type { PresetName } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { presetOf } from '../../src/presets/presets.ts'
import { startInTrouble, type Trouble } from './start-in-trouble.ts'

const PENDING = /already have a pending payment/i
const codeOf = (code: string) => expect.objectContaining({ code })
const refusedWith = (call: Promise<unknown>, code: string) =>
  expect(call).rejects.toEqual(codeOf(code))

/** How the client gets out; or, where nothing can, what stays refused, and how people go on. */
const waysOut: Record<PresetName, (trouble: Trouble) => Promise<void>> = {
  async 'pending-lock'({ payAgain, pi, id }) {
    expect(await payAgain()).toMatch(PENDING)
    await pi.payments.cancel(id)
    expect(await payAgain()).not.toMatch(PENDING)
  },
  async 'approved-no-tx'({ payAgain, pi, id }) {
    await refusedWith(pi.payments.complete(id, 'a'.repeat(64)), 'not_verified')
    expect((await pi.payments.cancel(id)).status.cancelled).toBe(true)
    expect(await payAgain()).not.toMatch(PENDING)
  },
  async 'approval-expired'({ payAgain, pi, id }) {
    await refusedWith(pi.payments.approve(id), 'cancelled_payment')
    const again = await payAgain()
    expect((await pi.payments.approve(again)).status.developer_approved).toBe(true)
  },
  async 'cancelled-by-user'({ payAgain, pi, id }) {
    await refusedWith(pi.payments.cancel(id), 'cancelled_payment')
    expect((await pi.payments.get(id)).status.user_cancelled).toBe(true)
    expect(await payAgain()).toHaveLength(28)
  },
  async 'paid-not-completed'({ payAgain, pi, id, txid }) {
    expect(await payAgain()).toMatch(PENDING)
    await refusedWith(pi.payments.cancel(id), 'payment_tx_present')
    const { transaction } = await pi.payments.get(id)
    expect(transaction?.txid).toBe(txid)
    await pi.payments.complete(id, transaction?.txid ?? '')
    expect(await payAgain()).not.toMatch(PENDING)
  },
  async 'html-500-on-approve'({ pi, id, statusesOf }) {
    expect((await pi.payments.approve(id)).status.developer_approved).toBe(true)
    expect(await statusesOf('payments.approve')).toEqual([500, 200])
  },
  async 'complete-lost-answer'({ pi, id, txid, statusesOf }) {
    expect((await pi.payments.complete(id, txid)).status.developer_completed).toBe(true)
    expect(await statusesOf('payments.complete')).toEqual([null])
  },
  async 'create-lost-answer'({ pi, uid, statusesOf }) {
    const payment = { uid, amount: 1, memo: 'A prize', metadata: { order: '7' } }
    const correlate = { key: 'order', value: '7' }
    const created = await pi.payments.create(payment, { correlate })
    expect(await statusesOf('payments.create')).toEqual([null])
    expect(await pi.payments.incomplete()).toMatchObject([{ identifier: created.identifier }])
  },
  async 'duplicate-callbacks'({ pi, id, control, applied }) {
    await refusedWith(pi.payments.approve(id), 'already_approved')
    expect((await pi.payments.get(id)).status.developer_approved).toBe(true)
    const { payment } = await control.payPayment(id)
    const txid = payment.transaction?.txid ?? ''
    await refusedWith(pi.payments.complete(id, txid), 'already_completed')
    await control.removeFault(applied.faults[0] ?? '')
    expect((await pi.payments.get(id)).status.developer_completed).toBe(true)
  },
  async 'rate-limited'({ pi, id, waits, statusesOf }) {
    expect((await pi.payments.approve(id)).status.developer_approved).toBe(true)
    expect(await statusesOf('payments.approve')).toEqual([429, 429, 200])
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000)
  },
  async 'ongoing-a2u'({ pi, payOut, id, sent, mock }) {
    const other = mock.world.users.find('bob')?.grants.get(mock.appId)?.uid
    const error = await payOut(other).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ongoing_payment_found', payment: { identifier: id } })
    expect(await sent()).toEqual([])
    await pi.payments.cancel(id)
    expect((await payOut(other)).user_uid).toBe(other)
  },
  async 'tx-never-verified'({ pi, id, txid, control }) {
    await control.advanceClock({ ms: 86_400_000 })
    const waiting = await pi.payments.get(id)
    expect([waiting.transaction, waiting.status.transaction_verified]).toEqual([null, false])
    const { status } = await pi.payments.complete(id, txid)
    expect(status).toMatchObject({ transaction_verified: true, developer_completed: true })
  },
  async 'paid-not-linked'({ pi, id, applied, sent, payOut }) {
    expect(applied.txids).toEqual([])
    await refusedWith(payOut(), 'ongoing_payment_found')
    expect(await pi.payments.incomplete()).toMatchObject([{ identifier: id, transaction: null }])
    const found = (await sent()).find(({ memo }) => memo === id)
    await pi.payments.complete(id, found?.hash ?? '')
    expect((await payOut()).status.developer_approved).toBe(true)
  },
  async 'verification-lags'({ pi, id, txid, control }) {
    await refusedWith(pi.payments.complete(id, txid), 'not_verified')
    await control.advanceClock({ ms: 30_000 })
    expect((await pi.payments.complete(id, txid)).status.developer_completed).toBe(true)
  },
  async 'memo-mismatch-bricked'({ pi, id, txid, payOut, control }) {
    await expect(pi.payments.complete(id, txid)).rejects.toMatchObject({
      code: 'verification_failed',
      verificationError: 'payment_already_linked_with_a_tx',
    })
    await refusedWith(pi.payments.cancel(id), 'payment_tx_present')
    await refusedWith(payOut(), 'ongoing_payment_found')
    await control.settings({ a2u_concurrency: 'off' })
    expect((await payOut()).status.developer_approved).toBe(true)
  },
  async 'two-transfers-one-memo'({ pi, id, applied, sent }) {
    expect((await sent()).map(({ memo }) => memo)).toEqual([id, id])
    const [first = '', second = ''] = applied.txids
    expect((await pi.payments.complete(id, first)).transaction?.txid).toBe(first)
    await refusedWith(pi.payments.complete(id, second), 'txid_mismatch')
  },
  async 'cancelled-under-us'({ pi, id, txid, sent }) {
    await refusedWith(pi.payments.complete(id, txid), 'cancelled_payment')
    expect(await sent()).toMatchObject([{ hash: txid, memo: id, successful: true }])
    expect((await pi.payments.get(id)).status.cancelled).toBe(true)
  },
  async 'payout-created-twice'({ pi, id, applied }) {
    const both = await pi.payments.incomplete()
    expect(both.map(({ identifier }) => identifier)).toEqual(applied.payment_ids.toReversed())
    expect(both[0]?.metadata).toEqual(both[1]?.metadata)
    await pi.payments.cancel(id)
    expect(await pi.payments.incomplete()).toMatchObject([{ identifier: applied.payment_ids[0] }])
  },
  async 'missing-scope'({ payOut, control, uid }) {
    await expect(payOut()).rejects.toMatchObject({ code: 'missing_scope', status: 401 })
    const { user } = await control.signIn({ username: 'alice' })
    expect(user.uid).toBe(uid)
    expect((await payOut()).user_uid).toBe(uid)
  },
  async 'wrong-app-uid'({ payOut, control, uid }) {
    await refusedWith(payOut(), 'user_not_found')
    const { user } = await control.signIn({ username: 'alice' })
    expect(user.uid).not.toBe(uid)
    expect((await payOut(user.uid)).user_uid).toBe(user.uid)
  },
  async 'stale-uid'({ payOut, control, uid }) {
    await refusedWith(payOut(), 'user_not_found')
    const { user } = await control.signIn({ username: 'alice' })
    expect(user.uid).not.toBe(uid)
    expect((await payOut(user.uid)).user_uid).toBe(user.uid)
  },
  async 'other-apps-payment'({ pi, id, mock, control }) {
    await expect(pi.payments.approve(id)).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    await refusedWith(pi.payments.get(id), 'payment_not_found')
    const { apps } = await control.apps()
    const key = apps.find(({ app_id: appId }) => appId !== mock.appId)?.api_key
    const approved = await mock.call('POST', `/v2/payments/${id}/approve`, {
      headers: { authorization: `Key ${key}` },
    })
    expect(approved.status).toBe(200)
  },
  async 'wrong-key'({ pi, id, statusesOf, control, applied }) {
    const error = await pi.payments.approve(id).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ status: 401, body: { error: 'Invalid/missing API key' } })
    expect(await statusesOf('payments.approve')).toEqual([401])
    await control.removeFault(applied.faults[0] ?? '')
    expect((await pi.payments.approve(id)).status.developer_approved).toBe(true)
  },
  async 'slow-horizon'({ mock }) {
    const effect = { type: 'latency', ms: 3_000 }
    expect(mock.faults.list()).toMatchObject([{ match: { operation: 'chain.*' }, effect }])
  },
  async 'submit-504'({ signAndSubmit, sent }) {
    const { hash, submit } = await signAndSubmit()
    expect((await submit()).status).toBe(504)
    expect(await sent()).toMatchObject([{ hash }])
    expect((await submit()).body.hash).toBe(hash)
    expect(await sent()).toHaveLength(1)
  },
  async 'fee-too-low'({ signAndSubmit, sent }) {
    const cheap = await signAndSubmit()
    expect((await cheap.submit()).body.extras.result_codes.transaction).toBe('tx_insufficient_fee')
    const dear = await signAndSubmit({ fee: 200_000n })
    expect((await dear.submit()).status).toBe(200)
    expect((await cheap.submit()).body.extras.result_codes.transaction).toBe('tx_bad_seq')
    expect(await sent()).toMatchObject([{ hash: dear.hash }])
  },
  async 'tx-too-early'({ signAndSubmit, sent }) {
    const { hash, submit } = await signAndSubmit()
    expect((await submit()).body.extras.result_codes.transaction).toBe('tx_too_early')
    expect((await submit()).status).toBe(200)
    expect(await sent()).toMatchObject([{ hash }])
  },
}
const names = Object.keys(waysOut) as PresetName[]
const getsOut = (name: PresetName) => presetOf(name).gets_out.by.includes('client')

test.each(names.filter(getsOut))('%s: the client gets out', async (name) => {
  expect.hasAssertions()
  await waysOut[name](await startInTrouble(name))
})

test.each(names.filter((name) => !getsOut(name)))(
  '%s: the client reports it, and what helps instead helps',
  async (name) => {
    expect.hasAssertions()
    await waysOut[name](await startInTrouble(name))
  },
)
