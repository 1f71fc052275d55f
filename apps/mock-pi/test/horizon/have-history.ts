import { Keypair } from '@stellar/stellar-sdk'
import { decodeEnvelope } from '../../src/ledger/decode-envelope.ts'
import { loadStellar } from '../../src/ledger/stellar.ts'
import { startChain } from './start-chain.ts'

type Page = {
  _links: Record<'self' | 'next' | 'prev', { href: string }>
  _embedded: { records: { paging_token: string }[] }
}

const TURNS = 40
/** What comes of it: 40 transactions of the app, 10 of them failed, and 14 of alice; 48 ledgers after the first. */
export const COUNTS = {
  ledgers: 49,
  app: { transactions: 40, successful: 30, operations: 79, ofSuccessful: 60 },
  alice: 14,
}

/** A chain with many transactions, some of them failed, in ledgers that hold none, one or two. */
export async function haveHistory() {
  const chain = await startChain({ ledger_close: 'by-hand' })
  const { world, build, pay, account, alice } = chain
  const { ledger } = world
  const stellar = await loadStellar()
  const aliceKey = Keypair.fromSecret(world.users.find('alice')?.wallet?.seed ?? '')
  const receive = (transaction: { toXdr(): string }) => {
    const envelope = decodeEnvelope(stellar, transaction.toXdr(), ledger.network)
    if (envelope == null || ledger.receive(envelope).kind !== 'pending') throw new Error('Refused')
  }
  for (let turn = 0; turn < TURNS; turn++) {
    const amount = turn % 4 === 3 ? '1000000' : String(turn + 1)
    const operations = Array.from({ length: 1 + (turn % 3) }, () => pay(amount))
    receive(build({ operations }))
    if (turn % 3 === 0) {
      receive(build({ source: alice, signer: aliceKey, operations: [pay('0.1', account)] }))
    }
    ledger.close()
    if (turn % 5 === 0) ledger.close()
  }
  const read = async (path: string): Promise<Page> => (await chain.call('GET', path)).body
  return { ...chain, read, walk }

  /** Follows `next` until a page is empty, or the oldest ledger is passed. */
  async function walk(path: string): Promise<string[]> {
    const tokens: string[] = []
    // More of them than there are records: the links lead in a circle.
    for (let next = path; tokens.length < 1000;) {
      const { status, body } = await chain.call('GET', next)
      if (status === 410 || tokensOf(body).length === 0) return tokens
      tokens.push(...tokensOf(body))
      next = body._links.next.href.slice(chain.url.length)
    }
    throw new Error(`The pages of ${path} do not end`)
  }
}

export const tokensOf = (page: Page) => page._embedded.records.map((each) => each.paging_token)
