import { expect, test } from 'vitest'
import { appPaymentInState, userPaymentInState } from '../../test/payment-in-state.ts'
import type { AppPaymentState, UserPaymentState } from './payment-record.ts'
import { createPaymentStore } from './payment-store.ts'

const limits = { settledPayments: 3, openPayments: 4, paymentText: 10_000 }
const historic = { ...userPaymentInState('completed'), id: 'historic' }

const ofUser = (id: string, state: UserPaymentState, changes = {}) => ({
  ...userPaymentInState(state),
  id,
  uid: id,
  ...changes,
})
const ofApp = (id: string, state: AppPaymentState, changes = {}) => ({
  ...appPaymentInState(state),
  id,
  ...changes,
})
const idsOf = (payments: { id: string }[]) => payments.map(({ id }) => id)

test('M6: of settled payments the newest are kept, of open ones all', () => {
  const store = createPaymentStore(limits, [historic])
  store.save(ofUser('open', 'paid'))
  store.save(ofApp('stuck', 'linked'))
  for (let each = 1; each <= 1000; each++) {
    const id = `p${each}`
    store.save(each % 2 === 0 ? ofUser(id, 'approved') : ofApp(id, 'approved'))
    store.save(each % 2 === 0 ? ofUser(id, 'completed') : ofApp(id, 'cancelled'))
  }
  expect(idsOf(store.list(200))).toEqual(['p1000', 'p999', 'p998', 'stuck', 'open', 'historic'])
  expect(idsOf(store.list(2, 'p998'))).toEqual(['stuck', 'open'])
  expect(store.find('p997')).toBeUndefined()
  expect(store.size()).toEqual({ kept: 6, begun: 1003, isFull: false, isTextFull: false })
})

test('M6: the payment that ended first is forgotten first, whenever it began', () => {
  const store = createPaymentStore(limits)
  for (const id of ['a', 'b', 'c', 'd']) store.save(ofUser(id, 'paid'))
  for (const id of ['d', 'a', 'c', 'b']) store.save(ofUser(id, 'completed'))
  expect(idsOf(store.list(200))).toEqual(['c', 'b', 'a'])
})

test('M6: open payments fill the store, and an ended one makes room', () => {
  const store = createPaymentStore(limits)
  for (const id of ['a', 'b']) store.save(ofUser(id, 'created'))
  for (const id of ['c', 'd']) store.save(ofApp(id, 'approved'))
  expect(store.size().isFull).toBe(true)
  store.save(ofApp('d', 'linked'))
  expect(store.size().isFull).toBe(true)
  store.save(ofApp('c', 'cancelled'))
  expect(store.size().isFull).toBe(false)
})

test('M6: long texts make settled payments go earlier, and open ones fill the store', () => {
  const store = createPaymentStore(limits)
  const memo = 'm'.repeat(6000)
  store.save(ofUser('a', 'completed', { memo }))
  store.save(ofUser('b', 'approved', { memo }))
  expect([idsOf(store.list(200)), store.size().isFull]).toEqual([['b'], false])
  store.save(ofUser('c', 'approved', { memo }))
  expect([idsOf(store.list(200)), store.size().isFull]).toEqual([['c', 'b'], true])
  store.save(ofUser('b', 'cancelled', { memo }))
  expect([idsOf(store.list(200)), store.size().isFull]).toEqual([['c'], false])
})

test('open app-to-user payments are listed by app, newest first', () => {
  const store = createPaymentStore({ ...limits, openPayments: 100 })
  for (const id of ['a', 'b', 'c', 'd']) store.save(ofApp(id, 'approved'))
  store.save(ofApp('e', 'approved', { appId: 'other' }))
  store.save(ofUser('f', 'approved'))
  store.save(ofApp('a', 'linked'))
  store.save(ofApp('b', 'completed'))
  store.save(ofApp('c', 'cancelled'))
  expect(idsOf(store.listOpen(ofApp('a', 'linked').appId))).toEqual(['d', 'a'])
  expect(idsOf(store.listOpen('other'))).toEqual(['e'])
  expect(store.listOpen('nobody')).toEqual([])
})

test('M6: metadata of many small objects weighs what it takes in memory, not its characters', () => {
  const store = createPaymentStore(limits)
  const metadata = { list: Array.from({ length: 300 }, () => ({})) }
  expect(JSON.stringify(metadata).length).toBeLessThan(1000)
  store.save(ofUser('a', 'approved', { metadata }))
  expect(store.size().isFull).toBe(true)
  store.save(ofUser('a', 'completed', { metadata }))
  expect(idsOf(store.list(200))).toEqual([])
  expect(store.size().isFull).toBe(false)
})

test('M6: reports of pages count as text, and are forgotten with their payment', () => {
  const store = createPaymentStore(limits, [historic])
  const reports = [{ at: 0, event: `sdk call ${'x'.repeat(6000)}`, after: 1 } as const]
  store.save(ofUser('a', 'approved'))
  store.save(ofUser('a', 'approved', { reports }))
  expect(store.size().isTextFull).toBe(false)
  store.save(ofUser('b', 'approved', { reports }))
  expect(store.size()).toMatchObject({ isFull: true, isTextFull: true })
  store.save(ofUser('b', 'completed', { reports }))
  expect(idsOf(store.list(200))).toEqual(['a', 'historic'])
  expect(store.size()).toMatchObject({ isFull: false, isTextFull: false })
})

test('M6: a payment that was there from the beginning is never forgotten, reported on or not', () => {
  const store = createPaymentStore(limits, [historic])
  store.save({ ...historic, reports: [{ at: 0, event: 'sdk call x', after: 4 }] })
  for (const id of ['a', 'b', 'c', 'd']) store.save(ofUser(id, 'completed'))
  expect(idsOf(store.list(200))).toEqual(['d', 'c', 'b', 'historic'])
})

test('who listens hears of each payment that is saved, until they unsubscribe', () => {
  const store = createPaymentStore(limits)
  const heard: string[] = []
  const unsubscribe = store.onSave((id) => heard.push(id))
  store.save(ofUser('a', 'created'))
  store.save(ofApp('b', 'approved'))
  unsubscribe()
  store.save(ofUser('a', 'approved'))
  expect(heard).toEqual(['a', 'b'])
})
