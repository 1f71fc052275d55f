import type { Envelope } from '../../../src/ledger/envelope.ts'
import type { ClaimableBalance } from '../../../src/ledger/claimable-balance.ts'
import type { Account, Ledger, LedgerView } from '../../../src/ledger/ledger.ts'
import type { Invariant } from './chain-invariants.ts'
import { addressOf } from './chain-world.ts'

/** A bug of a careless ledger, and the invariant that must find it. */
export type PlantedBug = { bug: string; foundBy: Invariant; plant: (ledger: Ledger) => Ledger }

/** A bug in what readers see. */
const inViews =
  (alter: (view: LedgerView) => Partial<LedgerView>) =>
  (ledger: Ledger): Ledger => ({
    ...ledger,
    view: (lag) => {
      const view = ledger.view(lag)
      return { ...view, ...alter(view) }
    },
  })

/** A bug in what accounts look like. */
const ofAccounts = (alter: (account: Account) => Partial<Account>) =>
  inViews((view) => ({
    account(address) {
      const account = view.account(address)
      return account == null ? account : { ...account, ...alter(account) }
    },
  }))

export const plantedBugs: PlantedBug[] = [
  {
    bug: 'a second fee of a ledger is not kept',
    foundBy: 'conservation',
    plant: (ledger) => ({
      ...ledger,
      totals: () => {
        const totals = ledger.totals()
        return { ...totals, feePool: totals.feePool - (totals.feePool / 100_000n / 5n) * 100_000n }
      },
    }),
  },
  {
    bug: 'fees are kept that no transaction paid',
    foundBy: 'conservation',
    plant: (ledger) => ({
      ...ledger,
      totals: () => {
        const totals = ledger.totals()
        return { ...totals, feePool: totals.feePool + 1n, balances: totals.balances - 1n }
      },
    }),
  },
  {
    bug: 'who is paid gets a stroop more',
    foundBy: 'balances',
    plant: inViews((view) => ({
      account(address) {
        const account = view.account(address)
        const isPaid = account != null && account.sequenceLedger < account.lastModifiedLedger
        return isPaid && account.lastModifiedLedger > 2
          ? { ...account, balance: account.balance + 1n }
          : account
      },
    })),
  },
  {
    bug: 'a failed transaction does not use its sequence',
    foundBy: 'sequences',
    plant: inViews((view) => ({
      account(address) {
        const account = view.account(address)
        const query = { account: address, includeFailed: true }
        const [newest] = view.transactions(query, { order: 'desc', limit: 1 })
        const isFailed = newest?.successful === false && newest.envelope.source.address === address
        return account == null || !isFailed
          ? account
          : { ...account, sequence: account.sequence - 1n }
      },
    })),
  },
  {
    bug: 'a transaction is twice in its ledger',
    foundBy: 'one per source',
    plant: inViews((view) => ({
      transactions: (query, page) => {
        const found = view.transactions(query, page)
        return found.length > 0 && query.ledger != null ? [...found, ...found.slice(0, 1)] : found
      },
    })),
  },
  {
    bug: 'ledgers close at any ms',
    foundBy: 'close times',
    plant: inViews((view) => ({
      latest: () => ({ ...view.latest(), closedAt: view.latest().closedAt + 1 }),
    })),
  },
  {
    bug: 'a ledger closes before the one before it',
    foundBy: 'close times',
    plant: inViews((view) => ({
      header(sequence) {
        const header = view.header(sequence)
        return header == null || sequence % 4 !== 3
          ? header
          : { ...header, closedAt: header.closedAt - 1000 }
      },
    })),
  },
  {
    bug: 'headers do not follow from one another',
    foundBy: 'close times',
    plant: inViews((view) => ({
      header(sequence) {
        const header = view.header(sequence)
        return header == null || sequence % 4 !== 3
          ? header
          : { ...header, previousHash: header.hash }
      },
    })),
  },
  {
    bug: 'a transaction of bob is taken and thrown away',
    foundBy: 'never lost',
    plant: (ledger) => ({
      ...ledger,
      receive(envelope) {
        const isBob = envelope.source.address === addressOf('bob')
        return isBob ? { kind: 'pending' } : ledger.receive(envelope)
      },
    }),
  },
  {
    bug: 'what came into a ledger goes on waiting',
    foundBy: 'never lost',
    plant: (ledger) => withMemory(ledger, (hash) => ledger.view().transaction(hash) != null),
  },
  {
    bug: 'what is dropped goes on waiting',
    foundBy: 'never older',
    plant: (ledger) => withMemory(ledger, (hash) => ledger.view().transaction(hash) == null),
  },
  {
    bug: 'replicas are never behind',
    foundBy: 'same past',
    plant: (ledger) => ({ ...ledger, view: () => ledger.view() }),
  },
  {
    bug: 'a replica knows accounts as they are now',
    foundBy: 'same past',
    plant: (ledger) => ({
      ...ledger,
      view: (lag) => ({
        ...ledger.view(lag),
        account: (address) => ledger.view().account(address),
      }),
    }),
  },
  {
    bug: 'a page down leaves out the newest',
    foundBy: 'indexes',
    plant: inViews((view) => ({
      transactions: (query, page) => {
        const found = view.transactions(query, page)
        return page.order === 'desc' && page.limit > 3 ? found.slice(1) : found
      },
    })),
  },
  {
    bug: 'an account has no history of what it received',
    foundBy: 'indexes',
    plant: inViews((view) => ({
      transactions: (query, page) =>
        view
          .transactions(query, page)
          .filter(
            ({ envelope }) => query.account == null || envelope.source.address === query.account,
          ),
    })),
  },
  {
    bug: 'headers count failed transactions as successful',
    foundBy: 'headers',
    plant: inViews((view) => ({
      header(sequence) {
        const header = view.header(sequence)
        return header == null
          ? header
          : {
              ...header,
              successfulTransactions: header.successfulTransactions + header.failedTransactions,
              failedTransactions: 0,
            }
      },
    })),
  },
  {
    bug: 'an account holds a unit more of each asset',
    foundBy: 'trustlines',
    plant: ofAccounts((account) => ({
      holdings: account.holdings.map((each) =>
        Object.assign({}, each, { balance: each.balance + 1n }),
      ),
    })),
  },
  {
    bug: 'the oldest balance cannot be seen',
    foundBy: 'claimable',
    plant: inViews((view) => ({
      claimableBalances: (query) => view.claimableBalances(query).slice(1),
    })),
  },
  {
    bug: 'a balance that was claimed goes on waiting',
    foundBy: 'claimable',
    plant(ledger) {
      const ever = new Map<string, ClaimableBalance>()
      return inViews((view) => ({
        claimableBalances(query) {
          for (const each of view.claimableBalances(query)) ever.set(each.id, each)
          return [...ever.values()]
        },
      }))(ledger)
    },
  },
  {
    bug: 'a balance takes one reserve, however many may claim it',
    foundBy: 'sponsoring',
    plant: ofAccounts(({ numSponsoring }) => ({ numSponsoring: Math.min(numSponsoring, 1) })),
  },
  {
    bug: 'a claim has no effects',
    foundBy: 'effects',
    plant: inViews((view) => ({
      operations: (query, page) =>
        view
          .operations(query, page)
          .filter(({ operation }) => operation.type !== 'claim_claimable_balance'),
    })),
  },
  {
    bug: 'a trustline can be had without its reserve',
    foundBy: 'reserves',
    plant: ofAccounts((account) =>
      account.holdings.length > 0 ? { balance: account.balance % 5_000_000n } : {},
    ),
  },
]

/** Everything that ever waited and is of this kind goes on waiting. */
function withMemory(ledger: Ledger, goesOn: (hash: string) => boolean): Ledger {
  const ever = new Map<string, Envelope>()
  return {
    ...ledger,
    receive(envelope) {
      const admission = ledger.receive(envelope)
      if (admission.kind === 'pending') ever.set(envelope.hash, envelope)
      return admission
    },
    waiting: () => [...ever.values()].filter(({ hash }) => goesOn(hash)),
  }
}
