import { build, NOW } from './build-with-stellar.ts'
import { applied, dropped, refused, type Chain, type Vector } from './vector.ts'

const time = (minTime: number, maxTime: number) => ({ timebounds: { minTime, maxTime } })
const ledgers = (minLedger: number, maxLedger: number) => ({
  ledgerbounds: { minLedger, maxLedger },
})
const later = (ms: number) => (chain: Chain) => void chain.clock.advance(ms)
const closedLater = (ms: number) => (chain: Chain) => {
  chain.clock.advance(ms)
  chain.ledger.close()
}
const every5Seconds = (chain: Chain) => {
  chain.settings.ledger_close = 5_000
}

/** Times are compared with the close of the newest ledger; at START it is START, and the next ledger is 2. */
export const timeVectors: Vector[] = [
  { name: 'time bounds open on both sides', build: build(time(0, 0)), ...applied() },
  {
    name: 'valid from the very second of the newest close',
    build: build(time(NOW, 0)),
    ...applied(),
  },
  {
    name: 'valid from one second later',
    build: build(time(NOW + 1, 0)),
    ...refused('tx_too_early'),
  },
  {
    name: 'valid from a second that the clock has reached, but no ledger',
    before: later(5_000),
    build: build(time(NOW + 5, 0)),
    ...refused('tx_too_early'),
  },
  {
    name: 'valid from a second that a ledger has reached',
    before: closedLater(5_000),
    build: build(time(NOW + 5, 0)),
    ...applied(),
  },
  { name: 'valid to the present second', build: build(time(0, NOW)), ...applied() },
  { name: 'valid to one second ago', build: build(time(0, NOW - 1)), ...refused('tx_too_late') },
  {
    name: 'valid to a second that passed since the newest close',
    before: later(7_000),
    build: build(time(0, NOW + 6)),
    ...refused('tx_too_late'),
  },
  {
    name: 'valid for two intervals, as long as a close may take',
    before: every5Seconds,
    build: build(time(0, NOW + 10)),
    ...applied(),
  },
  {
    name: 'valid for a second less than two intervals',
    before: every5Seconds,
    build: build(time(0, NOW + 9)),
    ...refused('tx_too_late'),
  },
  {
    name: 'valid to the second of its ledger',
    build: build(time(0, NOW + 5)),
    meanwhile: later(5_999),
    ...applied(),
  },
  {
    name: 'expired when its ledger closes',
    build: build(time(0, NOW + 5)),
    meanwhile: later(6_000),
    ...dropped,
  },
  {
    name: 'the far end of 64 bits is still open',
    build: build({ timebounds: { minTime: '0', maxTime: '18446744073709551615' } }),
    ...applied(),
  },
  {
    name: 'the far end of 64 bits is not reached yet',
    build: build({ timebounds: { minTime: '18446744073709551615', maxTime: '0' } }),
    ...refused('tx_too_early'),
  },
  { name: 'from the next ledger on', build: build(ledgers(2, 0)), ...applied() },
  {
    name: 'from the ledger after the next',
    build: build(ledgers(3, 0)),
    ...refused('tx_too_early'),
  },
  { name: 'before the ledger after the next', build: build(ledgers(0, 3)), ...applied() },
  { name: 'before the next ledger', build: build(ledgers(0, 2)), ...refused('tx_too_late') },
  {
    name: 'too early comes before too late',
    build: build({ ...time(0, NOW - 1), ...ledgers(3, 0) }),
    ...refused('tx_too_early'),
  },
  {
    name: 'too late comes before the fee',
    build: build({ ...time(0, NOW - 1), fee: '100' }),
    ...refused('tx_too_late'),
  },
]
