import { parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import { contradiction, fieldsOf } from '../../src/payouts/protocol/check-payment.ts'
import { correlationOf, correlationSchema, isNamedBy } from '../../src/payouts/model/correlation.ts'
import type { Rules } from '../../src/payouts/protocol/rules.ts'
import { noFaults } from '../kernel/faults.ts'
import { noOperators } from '../world/plan.ts'
import type { Mutant } from './mutant.ts'

const replace = (rules: Partial<Rules>) => ({
  mutate: (product: Rules): Rules => ({ ...product, ...rules }),
})
const amongOperators = { family: 'operators' as const }

/** Rows that a restore forgets, of payments that Pi denies now and then. */
const forgottenAndDenied = {
  plan: {
    payouts: 8,
    faults: { ...noFaults, notFound: 0.6, repeats: 1, kills: 5 },
    operators: { ...noOperators, restores: 3, wrongKeys: 1, forgetful: 0.5 },
    scope: 'off' as const,
  },
}

/** As if there were no deployments: whatever carries a payout's id is this database's. */
const noDeployments = {
  isForeign: () => false,
  isMine: (payment, payout) => {
    const correlation = correlationOf(payment)
    return correlation != null && isNamedBy(correlation, payout)
  },
} satisfies Partial<Rules>

/** Whatever the database does not know it has lost. */
const allIsLost = {
  mayHaveLost: () => true,
  mayCancelUnknown: ({ quarantineLeftMs }) => quarantineLeftMs <= 0,
} satisfies Partial<Rules>

/** The correlation wherever it is. */
function claimOf({ metadata }: Payment) {
  const own = correlationSchema.safeParse(metadata?.['_aloha'])
  return own.success ? own.data : undefined
}

/** Rules about mistakes of operators, of Pi and of users. */
export const operatorMutants: readonly Mutant[] = [
  {
    name: 'not-found-is-foreign',
    what: 'A memo that Pi does not know is not a payout, permanently, outside a quarantine. Our first release.',
    options: {
      ...amongOperators,
      ...replace({ isProvenForeign: ({ quarantineLeftMs }) => quarantineLeftMs <= 0 }),
      ...forgottenAndDenied,
    },
  },
  {
    name: 'denied-is-foreign',
    what: 'A memo that Pi does not know is not a payout, once the key is proven: Pi may have forgotten it.',
    options: {
      ...amongOperators,
      ...replace({ mayHavePaid: ({ isDenied }) => !isDenied }),
      ...forgottenAndDenied,
    },
  },
  {
    name: 'no-deployments',
    what: 'No deployment id: what another database made is taken for what this one lost.',
    options: { ...amongOperators, ...replace({ ...noDeployments, ...allIsLost }) },
  },
  {
    name: 'believes-a-wrong-key',
    what: 'That a user does not exist is accepted from a key that was never proven: it may be that of another app.',
    options: { ...amongOperators, ...replace({ mustProveKey: () => false }) },
  },
  {
    name: 'unknown-is-lost',
    what: 'A payout that the database does not know is one that it lost, also when nothing was lost.',
    options: { ...amongOperators, ...replace(allIsLost) },
  },
  {
    name: 'repairs-cancelled-only',
    what: 'The audit takes back `cancelled`, but not `failed`.',
    options: {
      ...amongOperators,
      ...replace({ isRepaired: (state) => state === 'cancelled' }),
      plan: {
        payouts: 9,
        withoutMoney: 'fail',
        faults: { ...noFaults, poverty: true, otherTransactions: 10, inclusionLoss: 0.7 },
        operators: { ...noOperators, second: 'clone', lookMs: 60_000 },
      },
    },
  },
  {
    name: 'completed-by-whomever',
    what: 'A payment that Pi shows as completed completes the payout, with any transaction that it names.',
    options: replace({ isCompletedWith: ({ status }) => status.developer_completed }),
  },
  {
    name: 'forgets-what-was-named',
    what: 'The audit ignores the payment that kept Pi from creating one.',
    options: {
      ...replace({ suspectsOf: () => [] }),
      plan: {
        payouts: 6,
        faults: { ...noFaults, cancels: 1, responseLost: 0.4, unlisted: 1 },
        scope: 'per-app',
      },
    },
  },
  {
    name: 'lower-case-id',
    what: 'The payment’s id is kept in lower case.',
    options: replace({
      fieldsOf: (payment) => ({
        ...fieldsOf(payment),
        piId: payment.identifier.toLowerCase(),
      }),
    }),
  },
  {
    name: 'believes-users',
    what: 'A correlation is accepted wherever it is, also in what a user paid to the app.',
    options: {
      ...replace({
        correlationOf: claimOf,
        isPaidBy: () => true,
        isPaymentOf: () => true,
      }),
      plan: { payouts: 6, faults: { ...noFaults, forgedRefunds: 4, horizonOutages: 0.5 } },
    },
  },
  {
    name: 'signs-unread',
    what: 'A payment is signed for without looking at it again, however long ago Pi showed it.',
    options: {
      ...replace({ isOutOfDate: () => false }),
      plan: {
        payouts: 9,
        faults: { ...noFaults, piCancels: 6, submitOutages: 1, replicaLagMs: 60_000 },
        scope: 'off',
        faultsEndMs: 400_000,
      },
    },
  },
  {
    name: 'believes-any-amount',
    what: 'Of Pi’s payment only its owner is compared with the request.',
    options: replace({
      contradiction: (payment, payout, settings) => {
        const reason = contradiction(payment, payout, settings)
        return reason === 'payment_correlation_differs' ? reason : undefined
      },
    }),
  },
  {
    name: 'owner-last',
    what: 'The amount is compared before the owner, and the id of someone else’s payment is kept.',
    options: replace({
      contradiction(payment, payout, settings) {
        const amount = parsePiAmount(payment.amount)
        if (amount.ok && amount.stroops !== payout.amount) return 'payment_amount_differs'
        return contradiction(payment, payout, settings)
      },
    }),
  },
  {
    name: 'recipient-moves',
    what: 'The recipient that Pi names later is not compared with the first: what is signed is the first.',
    options: replace({
      contradiction: (payment, payout, settings) =>
        contradiction(payment, { ...payout, toAddress: null, lastPayment: null }, settings),
    }),
    isRedundant: true,
  },
]
