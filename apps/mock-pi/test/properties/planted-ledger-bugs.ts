import { chainContract } from '@aloha-pi/contracts/chain'
import { platformContract } from '@aloha-pi/contracts/platform'
import type { Account } from '../../src/ledger/ledger.ts'
import { inCall, inTransactions, inView, type PlantedBug } from './plant.ts'

const { complete } = platformContract.payments

/** Bugs of the chain, and of what payments make of it. */
export const ledgerBugs: readonly PlantedBug[] = [
  {
    bug: 'fees are burnt',
    foundBy: 'L2',
    plant: (world) => {
      const { ledger } = world
      world.ledger = { ...ledger, totals: () => ({ ...ledger.totals(), feePool: 0n }) }
    },
  },
  {
    bug: 'a failed transaction costs nothing',
    foundBy: 'L1',
    plant: inTransactions((each) => (each.successful ? each : { ...each, feeCharged: 0n })),
  },
  {
    bug: 'a stroop moves from one wallet to another by itself',
    foundBy: 'L3',
    plant: (world) => {
      const { ledger, apps, faucet } = world
      inAccounts(({ address, balance }) => {
        if (ledger.view().latest().sequence < 3) return { balance }
        if (address === faucet.address) return { balance: balance - 1n }
        return { balance: address === apps.first().wallet.address ? balance + 1n : balance }
      })(world)
    },
  },
  {
    bug: 'a failed transaction gives its sequence back',
    foundBy: 'L4',
    plant: (world) => {
      const { ledger } = world
      inAccounts(({ address, sequence }) => {
        const newest = { order: 'desc', limit: 1 } as const
        const query = { account: address, includeFailed: true }
        const [last] = ledger.view().transactions(query, newest)
        const isLost = last?.successful === false && last.envelope.source.address === address
        return { sequence: isLost ? sequence - 1n : sequence }
      })(world)
    },
  },
  {
    bug: 'two transactions of a wallet come into one ledger',
    foundBy: 'L5',
    plant: inTransactions((each) => ({ ...each, ledger: Math.ceil(each.ledger / 3) * 3 })),
  },
  {
    bug: 'a transaction is dated when someone looks at it',
    foundBy: 'L6',
    plant: (world) => inTransactions((each) => ({ ...each, closedAt: world.clock.now() }))(world),
  },
  {
    bug: 'failed transactions vanish from history',
    foundBy: 'L2',
    plant: inView((view) => ({
      transactions: (query, page) => view.transactions({ ...query, includeFailed: false }, page),
    })),
  },
  {
    bug: 'a completion does not look at the chain',
    foundBy: 'L7',
    plant: inCall(complete, async (call, send, world) => {
      const response = await send(call)
      const payment = world.payments.find(call.params?.['paymentId'] ?? '')
      if (payment?.direction === 'app_to_user' && payment.state === 'linked') {
        const timeline = payment.timeline.toSpliced(-1, 1, {
          ...payment.timeline.at(-1)!,
          event: 'completed',
        })
        world.payments.save({ ...payment, state: 'completed', timeline })
      }
      return response
    }),
  },
  {
    bug: 'a replica is never behind',
    foundBy: 'L8',
    seed: 532,
    plant: (world) => {
      const { ledger } = world
      world.ledger = { ...ledger, view: () => ledger.view() }
    },
  },
  {
    bug: 'a replica shows new balances with old sequences',
    foundBy: 'L8',
    seed: 532,
    plant: (world) => {
      const { ledger } = world
      const view = (lag?: number) => {
        const [now, then] = [ledger.view(), ledger.view(lag)]
        const account = (address: string) => {
          const [newest, old] = [now.account(address), then.account(address)]
          return newest && old && { ...old, balance: newest.balance }
        }
        return { ...then, account }
      }
      world.ledger = { ...ledger, view }
    },
  },
  {
    bug: 'what is in a ledger is refused as a used sequence',
    foundBy: 'L9',
    plant: inCall(chainContract.submit, async (call, send) => {
      const response = await send(call)
      if (response.status !== 200) return response
      const extras = { result_codes: { transaction: 'tx_bad_seq' } }
      return { status: 400, body: { type: 'about:blank', title: 'Failed', status: 400, extras } }
    }),
  },
]

/** A bug in the accounts that the chain shows. */
function inAccounts(alter: (account: Account) => Partial<Account>) {
  return inView((view) => ({
    account(address) {
      const account = view.account(address)
      return account && { ...account, ...alter(account) }
    },
  }))
}
