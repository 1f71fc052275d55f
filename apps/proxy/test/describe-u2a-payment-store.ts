import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../src/stores/open-database.ts'
import { developmentClient } from '../src/keys/development-client.ts'
import type { PendingCall, U2aAction, U2aStatus } from '../src/u2a/u2a-payment.ts'
import { dumpDatabase } from '../testkit/dump-database.ts'
import { haveKey } from '../testkit/new-key.ts'
import { sqlPayloads } from './sql-payloads.ts'

const txid = 'ab'.repeat(32)
const complete = `complete:${txid}` as const
const completeOther = `complete:${'cd'.repeat(32)}` as const

/** What every U2aPaymentStore promises. */
export function describeU2aPaymentStore(name: string, open: () => Database) {
  describe(`u2a payments on ${name}`, () => {
    let alice = ''
    let bob = ''
    const store = () => open().u2aPayments
    beforeAll(async () => {
      alice = (await haveKey(open().keys)).clientId
      bob = (await haveKey(open().keys)).clientId
    })

    const begun = async (call: PendingCall = 'approve') => {
      const paymentId = newPaymentId()
      await store().begin({ paymentId, clientId: alice, call })
      return paymentId
    }

    test('an unknown payment is not found', async () => {
      expect(await store().find(newPaymentId())).toBeUndefined()
    })

    test('the first begin claims the payment and notes the action', async () => {
      const paymentId = newPaymentId()
      const begun = await store().begin({ paymentId, clientId: alice, call: 'approve' })
      expect(begun?.operation).toBe('insert')
      expect(begun?.payment).toEqual({
        paymentId,
        clientId: alice,
        status: 'seen',
        pendingCalls: ['approve'],
        txid: null,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
      })
      expect(await store().find(paymentId)).toEqual(begun?.payment)
    })

    test('the owner begins another action on the same row', async () => {
      const paymentId = await begun('approve')
      const again = await store().begin({ paymentId, clientId: alice, call: complete })
      expect(again).toMatchObject({
        operation: 'update',
        payment: { pendingCalls: ['approve', complete] },
      })
    })

    test('a call that is begun again is pending once', async () => {
      const paymentId = await begun(complete)
      const again = await store().begin({ paymentId, clientId: alice, call: complete })
      expect(again?.payment.pendingCalls).toEqual([complete])
    })

    test('another client gets nothing and changes nothing', async () => {
      const paymentId = await begun('approve')
      const before = await store().find(paymentId)
      expect(await store().begin({ paymentId, clientId: bob, call: 'abort' })).toBeUndefined()
      expect(await store().find(paymentId)).toEqual(before)
    })

    test('a confirmed action writes the status and the txid and is pending no more', async () => {
      const paymentId = await begun(complete)
      const payment = await store().confirm({
        paymentId,
        status: 'completed',
        settled: [],
        call: complete,
        txid,
      })
      expect(payment).toMatchObject({ status: 'completed', txid, pendingCalls: [] })
      expect(await store().find(paymentId)).toEqual(payment)
    })

    test('a confirmation without a txid keeps the known one', async () => {
      const paymentId = await begun()
      await store().confirm({ paymentId, status: 'approved', settled: [], txid })
      expect(await store().confirm({ paymentId, status: 'completed', settled: [] })).toMatchObject({
        txid,
      })
    })

    test.each<[U2aStatus, U2aStatus, U2aStatus]>([
      ['seen', 'seen', 'seen'],
      ['seen', 'approved', 'approved'],
      ['seen', 'completed', 'completed'],
      ['seen', 'aborted', 'aborted'],
      ['approved', 'seen', 'approved'],
      ['approved', 'approved', 'approved'],
      ['approved', 'completed', 'completed'],
      ['approved', 'aborted', 'aborted'],
      ['completed', 'seen', 'completed'],
      ['completed', 'approved', 'completed'],
      ['completed', 'completed', 'completed'],
      ['completed', 'aborted', 'completed'],
      ['aborted', 'seen', 'aborted'],
      ['aborted', 'approved', 'aborted'],
      ['aborted', 'completed', 'aborted'],
      ['aborted', 'aborted', 'aborted'],
    ])('%s, then confirmed %s, is %s', async (from, confirmed, expected) => {
      const paymentId = await begun()
      await store().confirm({ paymentId, status: from, settled: [] })
      await store().begin({ paymentId, clientId: alice, call: 'approve' })
      const payment = await store().confirm({ paymentId, status: confirmed, settled: [] })
      expect(payment.status).toBe(expected)
    })

    test('the txid of a completed payment never changes', async () => {
      const paymentId = await begun()
      await store().confirm({ paymentId, status: 'completed', settled: [], txid })
      const other = 'cd'.repeat(32)
      const payment = await store().confirm({
        paymentId,
        status: 'completed',
        settled: [],
        txid: other,
      })
      expect(payment.txid).toBe(txid)
    })

    test('a refused action is pending no more, and the payment belongs to no one again', async () => {
      const paymentId = await begun('abort')
      const payment = await store().refuse(paymentId, 'abort')
      expect(payment).toMatchObject({ status: 'seen', pendingCalls: [] })
      expect(await store().find(paymentId)).toBeUndefined()

      const taken = await store().begin({ paymentId, clientId: bob, call: 'abort' })
      expect(taken?.payment).toMatchObject({ clientId: bob, pendingCalls: ['abort'] })
      expect(taken?.payment.createdAt.getTime()).toBeGreaterThanOrEqual(payment.createdAt.getTime())
      expect(await store().begin({ paymentId, clientId: alice, call: 'approve' })).toBeUndefined()
    })

    test.each<[string, (paymentId: string) => Promise<unknown>]>([
      ['succeeded', (id) => store().confirm({ paymentId: id, status: 'approved', settled: [] })],
      ['is open', (id) => store().begin({ paymentId: id, clientId: alice, call: 'approve' })],
    ])('after a refusal the client keeps a payment on which another call %s', async (_, act) => {
      const paymentId = await begun('abort')
      await act(paymentId)
      await store().refuse(paymentId, 'abort')
      expect(await store().find(paymentId)).toMatchObject({ clientId: alice })
      expect(await store().begin({ paymentId, clientId: bob, call: 'abort' })).toBeUndefined()
    })

    test('the client whose call succeeded owns a payment that another one took meanwhile', async () => {
      const paymentId = await begun('approve')
      await store().refuse(paymentId, 'approve')
      await store().begin({ paymentId, clientId: bob, call: 'abort' })
      const approved = { paymentId, status: 'approved', settled: [] } as const
      expect(await store().confirm({ ...approved, clientId: alice })).toMatchObject({
        clientId: alice,
      })
      expect(await store().confirm({ ...approved, clientId: bob })).toMatchObject({
        clientId: alice,
      })
    })

    const others = ['approve', complete, completeOther, 'abort'] as const
    const havePending = async () => {
      const paymentId = await begun()
      for (const call of others) await store().begin({ paymentId, clientId: alice, call })
      return paymentId
    }

    test.each(others)('the refusal of %s leaves all others pending', async (call) => {
      const paymentId = await havePending()
      const payment = await store().refuse(paymentId, call)
      expect(payment.pendingCalls).toEqual(others.filter((other) => other !== call))
    })

    test.each<[U2aAction[], PendingCall | undefined, PendingCall[]]>([
      [[], undefined, [...others]],
      [[], 'abort', ['approve', complete, completeOther]],
      [['approve'], undefined, [complete, completeOther, 'abort']],
      [['approve'], completeOther, [complete, 'abort']],
      [['approve', 'complete'], undefined, ['abort']],
      [['abort'], undefined, ['approve', complete, completeOther]],
    ])('a confirmation that settles %j and resolves %s leaves %j', async (settled, call, left) => {
      const paymentId = await havePending()
      const responded = call == null ? {} : { call }
      const payment = await store().confirm({ paymentId, status: 'seen', settled, ...responded })
      expect(payment.pendingCalls).toEqual(left)
    })

    test('times come from the database and only the second one moves', async () => {
      const paymentId = await begun()
      const before = await store().find(paymentId)
      const after = await store().confirm({ paymentId, status: 'approved', settled: [] })
      expect(after.createdAt).toEqual(before?.createdAt)
      expect(after.updatedAt.getTime()).toBeGreaterThanOrEqual(after.createdAt.getTime())
      expect(Math.abs(after.createdAt.getTime() - Date.now())).toBeLessThan(60_000)
    })

    test('an outcome for a payment that was never begun is a fault', async () => {
      const paymentId = newPaymentId()
      await expect(store().confirm({ paymentId, status: 'approved', settled: [] })).rejects.toThrow(
        paymentId,
      )
      await expect(store().refuse(paymentId, 'abort')).rejects.toThrow(paymentId)
    })

    test('the owner of the development key can begin a payment', async () => {
      const paymentId = newPaymentId()
      const { clientId } = developmentClient
      const begun = await store().begin({ paymentId, clientId, call: 'approve' })
      expect(begun?.payment.clientId).toBe(clientId)
    })

    test.each(sqlPayloads)(
      'P29: %j is data wherever a payment store takes text',
      async (payload) => {
        const paymentId = await begun()
        const before = await dumpDatabase(open().db)

        expect(await store().find(payload)).toBeUndefined()
        const claim = { clientId: alice, call: 'approve' } as const
        await expect(store().begin({ ...claim, paymentId: payload })).rejects.toMatchObject({
          cause: { code: '23514' },
        })
        await expect(
          store().begin({ ...claim, paymentId, clientId: payload }),
        ).rejects.toMatchObject({ cause: { code: '22P02' } })
        await expect(
          // What no caller sends; the database refuses it all the same.
          store().begin({ ...claim, paymentId, call: payload as PendingCall }),
        ).rejects.toMatchObject({ cause: { code: '23514' } })
        await expect(
          store().confirm({ paymentId, status: 'approved', settled: [], txid: payload }),
        ).rejects.toMatchObject({ cause: { code: '23514' } })
        await expect(
          store().confirm({ paymentId: payload, status: 'approved', settled: [] }),
        ).rejects.toThrow('was never begun')
        await expect(store().refuse(payload, 'abort')).rejects.toThrow('was never begun')

        expect(await dumpDatabase(open().db)).toBe(before)
      },
    )

    test('what no payment can be is refused by the database', async () => {
      const paymentId = await begun()
      const claim = { clientId: alice, call: 'approve' } as const
      const check = { cause: { code: '23514' } }
      await expect(store().begin({ ...claim, paymentId: 'a b' })).rejects.toMatchObject(check)
      await expect(store().begin({ ...claim, paymentId: 'x'.repeat(65) })).rejects.toMatchObject(
        check,
      )
      const upperCase = {
        paymentId,
        status: 'completed',
        settled: [],
        txid: 'AB'.repeat(32),
      } as const
      await expect(store().confirm(upperCase)).rejects.toMatchObject(check)
    })

    test('a payment belongs to a client that exists', async () => {
      const claim = { paymentId: newPaymentId(), clientId: crypto.randomUUID() }
      await expect(store().begin({ ...claim, call: 'approve' })).rejects.toMatchObject({
        cause: { code: '23503' },
      })
    })
  })
}

export function newPaymentId(): string {
  return randomBytes(14).toString('hex')
}
