import { expect, test } from 'vitest'
import { createClock } from '../clock/clock.ts'
import type { Ledger } from './ledger.ts'
import { haveLedger, PI, START } from '../../test/ledger/have-ledger.ts'

const ALL = { order: 'asc', limit: 200 } as const

/** What can be seen of a chain, some ledgers back too. */
function stateOf(ledger: Ledger, addresses: readonly string[]) {
  const seen = [0, 1, 2].map((lag) => {
    const view = ledger.view(lag)
    return {
      latest: view.latest(),
      elder: view.elder(),
      headers: view.headers(ALL),
      accounts: addresses.map((address) => view.account(address)),
      transactions: view
        .transactions({ includeFailed: true }, ALL)
        .map(({ resultXdr, envelope }) => [envelope.hash, resultXdr]),
      payments: view
        .operations({ includeFailed: true, paymentsOnly: true }, ALL)
        .map(({ id }) => id),
    }
  })
  return { seen, waiting: ledger.waiting(), next: ledger.nextCloseIn(), totals: ledger.totals() }
}

function haveCopied() {
  const chain = haveLedger({ historyCap: 3 })
  const { ledger, alice, bob, pay, settings } = chain
  const paid = [1n, 2n, 3n, 4n].map((amount) => {
    const payment = pay({ amount: amount * PI })
    ledger.receive(payment)
    ledger.close()
    return payment
  })
  const waiting = pay({ amount: 7n * PI })
  ledger.receive(waiting)
  const addresses = [alice.address, bob.address]
  const clock = createClock(() => START)
  clock.freeze()
  const copiedSettings = { ...settings }
  const copy = ledger.copy({ clock, settings: () => copiedSettings })
  const state = (each: Ledger) => stateOf(each, addresses)
  return { ...chain, paid, waiting, copy, copyClock: clock, copiedSettings, state }
}

test('a copy shows what the chain showed, with what waits and what is forgotten', () => {
  const { ledger, copy, state, paid } = haveCopied()
  expect(state(copy)).toEqual(state(ledger))
  expect(copy.view().transaction(paid[0]?.hash ?? '')).toBeUndefined()
  expect(copy.view().transaction(paid[3]?.hash ?? '')?.successful).toBe(true)
})

test('a copy does not take again what waits in it or was applied', () => {
  const { copy, paid, waiting } = haveCopied()
  const last = paid[3]
  if (last == null) throw new Error('Nothing was paid')
  expect(copy.receive(waiting)).toEqual({ kind: 'duplicate' })
  expect(copy.receive(last)).toEqual({ kind: 'try_again_later', why: 'banned' })
})

test('both chains go on apart', () => {
  const { ledger, copy, state, waiting, bob, accountOf, pay } = haveCopied()
  const before = state(copy)
  ledger.close()
  const more = pay({ amount: 9n * PI })
  ledger.receive(more)
  ledger.close()
  expect(accountOf(bob)?.balance).toBe(36n * PI)
  expect(state(copy)).toEqual(before)

  const changed = state(ledger)
  copy.close()
  expect(copy.view().account(bob.address)?.balance).toBe(27n * PI)
  expect(copy.view().transaction(waiting.hash)?.ledger).toBe(6)
  expect(copy.view().transaction(more.hash)).toBeUndefined()
  expect(state(ledger)).toEqual(changed)
})

test('a copy closes ledgers by its own clock and settings', () => {
  const { ledger, clock, copy, copyClock, copiedSettings } = haveCopied()
  copiedSettings.ledger_close = 1_000
  copy.view()
  copyClock.advance(3_000)
  clock.advance(60_000)
  expect(copy.view().latest()).toMatchObject({ sequence: 8, closedAt: START + 3_000 })
  expect(ledger.view().latest().sequence).toBe(5)
})
