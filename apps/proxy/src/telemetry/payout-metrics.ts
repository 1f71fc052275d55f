import { Counter, Gauge, type Registry } from 'prom-client'

/** What the database says at a scrape. */
export type PayoutFigures = {
  /** Payouts that are not final: how many in each state, and the age of the oldest, of all and of each state. */
  states: Record<string, number>
  oldestSeconds: number
  oldestOfStates: Record<string, number>
  /** Payouts in progress by what they wait for; `turn`: for nothing else. */
  waiting: Record<string, number>
  /** Those that an open payment blocks, by whose it is. */
  blocked: { ours: number; others: number }
  /** What keeps all that is waiting from its turn; null: nothing. */
  laneWait: string | null
  /** Null without a wallet. */
  wallet: WalletFigures | null
}
export type WalletFigures = {
  isOwner: boolean
  /** Stroops that the wallet could pay when it was looked at last; null: never. */
  available: bigint | null
  /** Payouts that are not signed, and how many of them that money pays, the smallest first. */
  unsigned: number
  covered: number
  bookedSequence: bigint | null
}

export type PayoutMetrics = {
  /** Asks for the figures at every scrape; undefined leaves them out. */
  watchPayouts(read: () => Promise<PayoutFigures | undefined>): void
  /** Alarms that may come: they begin at 0, because Prometheus sees no increase where a counter appears. */
  expectPayoutAlarms(codes: readonly string[]): void
  countPayoutAlarm(code: string, times: number): void
  /** A payout came to its end in this process. */
  countPayoutEnd(state: string, code: string | null): void
  /** A transaction was signed with the highest fee that the settings allow. */
  countFeeAtCap(): void
  /** The wallet's sequence, as Horizon showed it. */
  seeSequence(sequence: bigint): void
  /** Age of the newest ledger that Horizon showed. */
  seeLedger(ageSeconds: number): void
}

/** More codes than this are `other`: a label must not grow with what upstreams send. */
const MAX_CODES = 60
const STROOPS_PER_PI = 1e7

/** Metrics of payouts; nothing about a payment, a client or an address. */
export function createPayoutMetrics(registers: Registry[]): PayoutMetrics {
  const counters = createCounters(registers)
  const codes = new Set<string>()
  let sequence: bigint | null = null
  const gauge = createGauges(registers)
  return {
    expectPayoutAlarms(codes) {
      for (const code of codes) counters.alarms.inc({ code }, 0)
    },
    countPayoutAlarm: (code, times) => counters.alarms.inc({ code }, times),
    countPayoutEnd(state, code) {
      if (code != null && codes.size < MAX_CODES) codes.add(code)
      const isKnown = code == null || codes.has(code)
      counters.ends.inc({ state, code: isKnown ? (code ?? 'none') : 'other' })
    },
    countFeeAtCap: () => counters.feeAtCap.inc(),
    seeSequence: (seen) => {
      sequence = seen
    },
    seeLedger: (ageSeconds) => gauge('aloha_horizon_lag_seconds', HORIZON_LAG).set(ageSeconds),
    watchPayouts: (read) => watchPayouts({ registers, read, sequenceSeen: () => sequence }),
  }
}

const HORIZON_LAG = "Age of Horizon's newest ledger when this process last looked"

function createCounters(registers: Registry[]) {
  return {
    alarms: new Counter({
      name: 'aloha_payout_alarms_total',
      help: 'Alarms of payouts by code; docs/payouts.md says what to do',
      labelNames: ['code'],
      registers,
    }),
    ends: new Counter({
      name: 'aloha_payouts_ended_total',
      help: 'Payouts that this process brought to their end, by state and failure code',
      labelNames: ['state', 'code'],
      registers,
    }),
    feeAtCap: new Counter({
      name: 'aloha_payout_fee_at_cap_total',
      help: 'Transactions signed with the fee PAYOUT_FEE_CAP: above 0, payouts compete for ledger space',
      registers,
    }),
  }
}

/** Made when it is first needed: what was never seen has no value. */
function createGauges(registers: Registry[]) {
  const gauges = new Map<string, Gauge>()
  return (name: string, help: string): Gauge => {
    const known = gauges.get(name) ?? new Gauge({ name, help, registers })
    gauges.set(name, known)
    return known
  }
}

type Watched = {
  registers: Registry[]
  read: () => Promise<PayoutFigures | undefined>
  sequenceSeen: () => bigint | null
}

/** Each gauge asks for the figures when it is collected: those that are collected together share one reading. */
function watchPayouts({ registers, read, sequenceSeen }: Watched) {
  let reading: Promise<void> | undefined
  const collect = () => (reading ??= refresh().finally(() => (reading = undefined)))
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers, collect })
  const gauges = createFigureGauges(gauge)

  async function refresh() {
    const figures = await read()
    for (const each of Object.values(gauges)) each.reset()
    for (const each of withoutLabels(gauges)) each.remove()
    if (figures != null) set(gauges, figures, sequenceSeen())
  }
}

type FigureGauges = ReturnType<typeof createFigureGauges>

function createFigureGauges(gauge: (name: string, help: string, ...labels: string[]) => Gauge) {
  return {
    states: gauge('aloha_payouts', 'Payouts that are not final, by state', 'state'),
    oldest: gauge('aloha_payout_oldest_seconds', 'Age of the oldest payout that is not final'),
    oldestOfStates: gauge(
      'aloha_payout_oldest_in_state_seconds',
      'Time since the request of the oldest payout in each state that is not final',
      'state',
    ),
    waiting: gauge(
      'aloha_payouts_waiting',
      'Payouts in progress by what they wait for (turn: nothing else); docs/payouts.md lists the reasons',
      'reason',
    ),
    blocked: gauge(
      'aloha_payouts_blocked',
      'Payouts that an open payment at Pi blocks: of this proxy (ours) or of others',
      'by',
    ),
    laneWaits: gauge(
      'aloha_lane_waits',
      '1 while all waiting payouts are held up for this reason',
      'reason',
    ),
    available: gauge('aloha_wallet_available_pi', 'Pi that the wallet could pay at the last look'),
    unsigned: gauge('aloha_wallet_waiting_payouts', 'Payouts that are not signed yet'),
    covered: gauge(
      'aloha_wallet_covered_payouts',
      'How many of aloha_wallet_waiting_payouts the wallet could pay, smallest first',
    ),
    owner: gauge('aloha_lane_owner', '1 if this process owns the lane of its wallet, else 0'),
    books: gauge(
      'aloha_books_lag_sequences',
      "How many of the wallet's sequences are not in the books yet, as this process last saw",
    ),
  }
}

/** Without a figure they have no value, instead of 0. */
function withoutLabels({ oldest, available, unsigned, covered, owner, books }: FigureGauges) {
  return [oldest, available, unsigned, covered, owner, books]
}

function set(gauges: FigureGauges, figures: PayoutFigures, sequence: bigint | null) {
  const { wallet, laneWait } = figures
  gauges.oldest.set(figures.oldestSeconds)
  for (const [state, count] of Object.entries(figures.states)) gauges.states.set({ state }, count)
  for (const [state, seconds] of Object.entries(figures.oldestOfStates)) {
    gauges.oldestOfStates.set({ state }, seconds)
  }
  for (const [reason, count] of Object.entries(figures.waiting)) {
    gauges.waiting.set({ reason }, count)
  }
  for (const [by, count] of Object.entries(figures.blocked)) gauges.blocked.set({ by }, count)
  if (laneWait != null) gauges.laneWaits.set({ reason: laneWait }, 1)
  if (wallet != null) setWallet(gauges, wallet, sequence)
}

function setWallet(gauges: FigureGauges, wallet: WalletFigures, sequence: bigint | null) {
  gauges.owner.set(wallet.isOwner ? 1 : 0)
  gauges.unsigned.set(wallet.unsigned)
  if (wallet.available != null) {
    gauges.available.set(Number(wallet.available) / STROOPS_PER_PI)
    gauges.covered.set(wallet.covered)
  }
  if (sequence == null || wallet.bookedSequence == null) return
  const missing = sequence - wallet.bookedSequence
  gauges.books.set(Number(missing > 0n ? missing : 0n))
}
