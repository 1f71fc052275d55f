import { expect, test } from 'vitest'
import type { NewFault } from '@aloha-pi/contracts/control'
import { createSeeded } from '../seed/seeded.ts'
import { createFaultBook } from './fault-book.ts'
import { parseFaultOrders } from './parse-fault-orders.ts'

const FACTS = {
  operation: 'platform.payments.complete',
  method: 'POST',
  path: '/v2/payments/p/complete',
  paymentId: 'p',
}
const LOST = { type: 'lost-answer' } as const

function haveBook(rules: NewFault[] = [], seed = 'test') {
  return createFaultBook({ seeded: createSeeded(seed), limit: 3, takesOrders: true, rules })
}
/** Of ten requests, which met the rule. */
function metOf(when: NewFault['when'], seed?: string): number[] {
  const book = haveBook([{ effect: LOST, when }], seed)
  const calls = Array.from({ length: 10 }, (_, place) => place + 1)
  return calls.filter(() => book.meet(FACTS).effect != null)
}
const ordersOf = (text: string) => {
  const parsed = parseFaultOrders(text)
  if (!parsed.ok) throw new Error(parsed.rule)
  return parsed.orders
}

test.each([
  [undefined, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ first: 2 }, [1, 2]],
  [{ nth: 3 }, [3]],
  [{ every: 4 }, [4, 8]],
  [{ every: 2, first: 2 }, [2, 4]],
])('when %j of ten requests', (when, met) => {
  expect(metOf(when)).toEqual(met)
})

test('chance is drawn from the seed', () => {
  const met = metOf({ chance: 0.5 })
  expect(met.length).toBeGreaterThan(0)
  expect(met.length).toBeLessThan(10)
  expect(metOf({ chance: 0.5 })).toEqual(met)
  expect(metOf({ chance: 0.5 }, 'another')).not.toEqual(met)
})

test('a request meets one latency and one other effect, the first of each', () => {
  const book = haveBook([
    { effect: LOST },
    { effect: { type: 'latency', ms: 1 } },
    { effect: { type: 'empty' } },
  ])
  const { latency, effect } = book.meet(FACTS)
  expect([latency?.id, effect?.id]).toEqual(['fault-2', 'fault-1'])
  expect(book.list().map(({ seen, hits }) => [seen, hits])).toEqual([
    [1, 1],
    [1, 1],
    [1, 0],
  ])
})

test('a rule is refused by the name of its member, and beyond the limit', () => {
  const book = haveBook()
  expect(() => book.add({ effect: { type: 'bad' } } as never)).toThrow(
    /^effect\.type must be one of latency, error, status/,
  )
  expect(() => book.add({ effect: LOST, wen: {} } as never)).toThrow(
    'the fault must not have "wen"',
  )
  for (let count = 0; count < 3; count += 1) book.add({ effect: LOST })
  expect(() => book.add({ effect: LOST })).toThrow('The mock keeps at most 3 faults')
})

test('a removed rule meets nothing, and ends what waits for it', () => {
  const book = haveBook([{ effect: LOST }])
  const { effect } = book.meet(FACTS)
  expect(book.remove('fault-1')).toBe(effect)
  expect(effect?.ended.aborted).toBe(true)
  expect(book.meet(FACTS).effect).toBeUndefined()
  expect(book.remove('fault-1')).toBeUndefined()
})

test('orders of a payment come one after the other, and before rules', () => {
  const book = haveBook([{ effect: LOST }])
  book.order('p', ordersOf('complete:html-500 x2; complete:empty'))
  const types = Array.from({ length: 4 }, () => book.meet(FACTS).effect?.effect.type)
  expect(types).toEqual(['html-500', 'html-500', 'empty', 'lost-answer'])
  expect(book.meet({ ...FACTS, paymentId: 'another' }).effect?.source).toBe('rule')
})

test('an order can be removed like a rule', () => {
  const book = haveBook()
  book.order('p', ordersOf('complete:empty'))
  const [order] = book.list()
  book.remove(order?.id ?? '')
  expect(book.list()).toEqual([])
  expect(book.meet(FACTS).effect).toBeUndefined()
})

test('the orders of the newest payments are kept', () => {
  const book = haveBook()
  for (const id of ['a', 'b', 'c', 'd']) book.order(id, ordersOf('complete:empty'))
  const met = ['a', 'b', 'd'].map((paymentId) => book.meet({ ...FACTS, paymentId }).effect != null)
  expect(met).toEqual([false, true, true])
})

test('a creation counts by its key, so that a repeated one goes through', () => {
  const book = haveBook()
  const facts = { operation: 'platform.payments.create', method: 'POST', path: '/v2/payments' }
  const creation = { key: 'k', orders: ordersOf('create:lost-answer') }
  const met = () => book.meet(facts, creation).effect?.effect.type
  expect([met(), met()]).toEqual(['lost-answer', undefined])
  expect(book.meet(facts, { ...creation, key: 'other' }).effect).toBeDefined()
})

test('without rules and orders there is nothing to ask', () => {
  const book = haveBook()
  expect(book.isIdle()).toBe(true)
  book.add({ effect: LOST })
  expect(book.isIdle()).toBe(false)
  book.clear()
  expect(book.isIdle()).toBe(true)
})
