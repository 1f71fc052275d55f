import type { Random } from '../../testkit/random.ts'

/** Which faults of the database and of operators may happen beside the others. */
export type Family = 'plain' | 'rollbacks' | 'operators'

/** How likely each fault is in one history: a swarm, every seed has a random subset. Probabilities are per call unless named otherwise. */
export type Faults = {
  /** On the way to Pi and to Horizon, and back. */
  refused: number
  requestLost: number
  responseLost: number
  late: number
  twice: number
  nonsense: number
  busy: number
  /** Of the database. */
  databaseDown: number
  commitUnknown: number
  databaseStall: number
  /** Per minute. */
  kills: number
  pauses: number
  rollbacks: number
  restarts: number
  piOutages: number
  horizonOutages: number
  submitOutages: number
  skewMs: number
  /** Of the chain. */
  replicaLagMs: number
  isHeaderMissing: boolean
  listingHole: number
  submit504: number
  inclusionLoss: number
  feeSurge: number
  foreignTransactions: number
  bumps: number
  /** Of other accounts that touch the wallet. */
  otherTransactions: number
  missingDestinations: number
  poverty: boolean
  forwardsNothing: number
  /** Of Pi. */
  verificationLagMs: number
  piCancels: number
  foreignPayments: number
  linksOnFailure: number
  refusesForNow: number
  /** "Not found" for its own payment. */
  notFound: number
  /** A create gets another payment. */
  othersPayment: number
  /** A payment is shown without its transaction. */
  nullTransaction: number
  /** The list of open payments as it was up to half a minute ago. */
  staleList: number
  /** Completed with a transaction that was not the one given. */
  linksOther: number
  /** Payments that no list ever shows. */
  unlisted: number
  /** Per minute: a payment's recipient changes. */
  movedRecipients: number
  /** Per minute: a user writes a payout's correlation into a payment to the app, and is refunded by hand. */
  forgedRefunds: number
  definitiveRefusals: number
  /** Of how many payments Pi refuses the call for good. */
  completeRefused: number
  cancelRefused: number
  /** A refusal with a code that no table has. */
  unknownRefusals: number
  /** Per minute: Pi refuses calls of the app, for any user. */
  appRefusals: number
  lies: number
  /** Open payments of other programs that are never closed; none where they would block the app. */
  foreignOpen: number
  /** One of them is to a user who is paid often. */
  blockedUser: boolean
  /** One of them blocks the app until the faults end. */
  blockedApp: boolean
  /** How long Horizon is far behind, and how far. */
  farBehindMs: number
  /** How long Pi or Horizon returns 503. */
  unavailableMs: number
  /** The wallet cannot even pay a fee until money comes. */
  emptyWallet: boolean
  /** Of clients. */
  cancels: number
  repeats: number
}

/** No fault at all: what a clean run looks like. */
export const noFaults: Faults = {
  refused: 0,
  requestLost: 0,
  responseLost: 0,
  late: 0,
  twice: 0,
  nonsense: 0,
  busy: 0,
  databaseDown: 0,
  commitUnknown: 0,
  databaseStall: 0,
  kills: 0,
  pauses: 0,
  rollbacks: 0,
  restarts: 0,
  piOutages: 0,
  horizonOutages: 0,
  submitOutages: 0,
  skewMs: 0,
  replicaLagMs: 0,
  isHeaderMissing: false,
  listingHole: 0,
  submit504: 0,
  inclusionLoss: 0,
  feeSurge: 0,
  foreignTransactions: 0,
  bumps: 0,
  otherTransactions: 0,
  missingDestinations: 0,
  poverty: false,
  forwardsNothing: 0,
  verificationLagMs: 0,
  piCancels: 0,
  foreignPayments: 0,
  linksOnFailure: 0,
  refusesForNow: 0,
  notFound: 0,
  othersPayment: 0,
  nullTransaction: 0,
  staleList: 0,
  linksOther: 0,
  unlisted: 0,
  movedRecipients: 0,
  forgedRefunds: 0,
  definitiveRefusals: 0,
  completeRefused: 0,
  cancelRefused: 0,
  unknownRefusals: 0,
  appRefusals: 0,
  lies: 0,
  foreignOpen: 0,
  blockedUser: false,
  blockedApp: false,
  farBehindMs: 0,
  unavailableMs: 0,
  emptyWallet: false,
  cancels: 0,
  repeats: 0,
}

/** A random subset of the faults, each with a random strength. */
export function drawFaults(random: Random, family: Family): Faults {
  const some = (max: number) => (random.chance(0.4) ? random.between(0, max) : 0)
  const isHeaderMissing = random.chance(0.15)
  return {
    refused: some(0.15),
    requestLost: some(0.2),
    responseLost: some(0.2),
    late: some(0.1),
    twice: some(0.1),
    nonsense: some(0.15),
    busy: some(0.1),
    databaseDown: some(0.08),
    commitUnknown: some(0.08),
    databaseStall: some(0.03),
    kills: some(30),
    pauses: some(6),
    rollbacks: family === 'rollbacks' ? random.between(0.3, 2) : 0,
    restarts: some(1),
    piOutages: some(0.7),
    horizonOutages: some(0.7),
    submitOutages: some(0.7),
    skewMs: some(90_000),
    // Assumed: without the header, a replica lags less than `expiryMarginSeconds`. No call would show a longer lag.
    replicaLagMs: some(isHeaderMissing ? 25_000 : 60_000),
    isHeaderMissing,
    listingHole: some(0.1),
    submit504: some(0.3),
    inclusionLoss: some(0.6),
    feeSurge: some(0.3),
    foreignTransactions: some(3),
    bumps: some(1),
    // Some wallets are paid into in every ledger.
    otherTransactions: random.chance(0.1) ? random.between(4, 30) : some(4),
    missingDestinations: some(0.3),
    poverty: random.chance(0.1),
    forwardsNothing: some(0.1),
    verificationLagMs: some(60_000),
    piCancels: some(1),
    foreignPayments: some(1),
    linksOnFailure: some(0.1),
    refusesForNow: some(0.1),
    notFound: some(0.2),
    othersPayment: random.chance(0.15) ? random.between(0, 0.3) : 0,
    nullTransaction: some(0.3),
    staleList: some(0.3),
    linksOther: random.chance(0.15) ? random.between(0, 0.3) : 0,
    unlisted: random.chance(0.15) ? random.between(0, 0.5) : 0,
    // A database that forgot whom Pi named first cannot compare.
    forgedRefunds: random.chance(0.15) ? random.between(0, 3) : 0,
    movedRecipients: family === 'plain' && random.chance(0.15) ? random.between(0, 3) : 0,
    definitiveRefusals: some(0.15),
    // Of what stays for good only some: it keeps others from their end.
    completeRefused: random.chance(0.1) ? random.between(0, 0.3) : 0,
    cancelRefused: random.chance(0.1) ? random.between(0, 0.3) : 0,
    unknownRefusals: random.chance(0.2) ? random.between(0, 0.1) : 0,
    appRefusals: random.chance(0.2) ? random.between(0, 1) : 0,
    foreignOpen: random.chance(0.08) ? random.int(100, 400) : 0,
    blockedUser: random.chance(0.03),
    blockedApp: random.chance(0.05),
    farBehindMs: !isHeaderMissing && random.chance(0.06) ? random.between(70_000, 300_000) : 0,
    unavailableMs: random.chance(0.02) ? 600_000 : 0,
    emptyWallet: random.chance(0.04),
    lies: random.chance(0.1) ? random.between(0, 0.3) : 0,
    cancels: some(1),
    repeats: some(1),
  }
}
