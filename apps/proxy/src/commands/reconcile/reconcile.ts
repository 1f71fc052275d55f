import { formatStroops } from '@aloha-pi/contracts/platform'
import { parseConfig } from '../../config/config.ts'
import type { CommandIo } from '../../operator/command.ts'
import type { OperatorRequest } from '../../operator/operator-wire.ts'
import type { WalletTransaction } from '../../payouts/model/payout.ts'
import { openPorts, type CommandPorts } from '../open-ports.ts'
import type { PayoutsRequest } from '../payouts-arguments.ts'
import { readFromDatabase } from '../read-from-database.ts'
import { compareSources, type Compared } from './compare.ts'
import { parseRows, readRows, type Rows } from './rows.ts'

type Request = Extract<PayoutsRequest, { type: 'reconcile' }>

/** `proxy payouts reconcile`: 0 without a difference, 1 with one or when something could not be read. */
export async function reconcilePayouts(
  { since }: Request,
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  const from = typeof since === 'number' ? new Date(new Date().getTime() - since) : since
  if (io.database != null) {
    for (const line of await readRows(io.database, from)) io.print(line)
    return 0
  }
  const parsed = parseConfig(io.env)
  if (!parsed.ok) return refuse(io, parsed.problems, 2)
  const { wallet } = parsed.config
  if (wallet.address == null) return refuse(io, ['PI_WALLET_ADDRESS must be set'], 2)
  const request: OperatorRequest = { command: 'payouts', args: [...args] }
  const read = await readFromDatabase(io, request, (database) => readRows(database, from))
  if (!read.ok) return refuse(io, read.problems, 1)
  const rows = parseRows(read.lines)
  const ports = openPorts(parsed.config)
  try {
    return await compare({ rows, wallet: wallet.address, from }, ports, io)
  } finally {
    await ports.close()
  }
}

type Wish = { rows: Rows; wallet: string; from: Date }
type Chain = ReturnType<CommandPorts['chain']>

async function compare(wish: Wish, ports: CommandPorts, io: CommandIo): Promise<number> {
  const { rows, wallet, from } = wish
  if ((await ports.checkNetwork()) !== 'same') {
    return refuse(io, ['Horizon does not say that it serves the network of PI_NETWORK'], 1)
  }
  const chain = ports.chain(wallet)
  const newest = await chain.ledger('latest')
  const listed = newest.kind === 'ok' ? await listLedger(wish, chain) : undefined
  const named = listed && (await findNamed(wish, listed, chain))
  if (newest.kind !== 'ok' || listed == null || named == null) {
    return refuse(io, ['Horizon does not show all transactions: proxy doctor says more'], 1)
  }
  const compared = compareSources({
    wallet,
    ledger: [...listed, ...named],
    books: rows.books,
    payouts: rows.payouts,
    now: newest.value.closedAt,
  })
  return show(compared, from, io)
}

/** What touches the wallet since the time, as Horizon lists it; undefined if a page cannot be read. */
async function listLedger(
  { rows, wallet, from }: Wish,
  chain: Chain,
): Promise<WalletTransaction[] | undefined> {
  const found: WalletTransaction[] = []
  let cursor = rows.cursors.get(wallet) ?? null
  for (;;) {
    const page = await chain.walletTransactions(wallet, cursor)
    if (page.kind === 'absent') return found
    if (page.kind !== 'ok') return undefined
    const { transactions, isFull } = page.value
    found.push(...transactions.filter(({ closedAt }) => closedAt * 1_000 >= from.getTime()))
    cursor = transactions.at(-1)?.pagingToken ?? cursor
    if (!isFull) return found
  }
}

/** What books or payouts name and the list left out: a list may lag behind. */
async function findNamed({ rows, wallet }: Wish, listed: WalletTransaction[], chain: Chain) {
  const known = new Set(listed.map(({ hash }) => hash))
  const named = [
    ...rows.books.filter((book) => book.wallet === wallet).map(({ hash }) => hash),
    ...rows.payouts.flatMap(({ txid }) => (txid == null ? [] : [txid])),
  ]
  const found: WalletTransaction[] = []
  for (const hash of new Set(named.filter((each) => !known.has(each)))) {
    const read = await chain.transaction(hash)
    if (read.kind === 'unknown') return undefined
    if (read.kind === 'ok') found.push(read.value)
  }
  return found
}

function show(compared: readonly Compared[], from: Date, io: CommandIo): number {
  const differing = compared.filter(({ differences }) => differences.length > 0)
  const since = from.toISOString()
  io.print(`${differing.length} differences in ${compared.length} transactions since ${since}`)
  for (const row of compared) io.print(describe(row))
  const sum = (amounts: (bigint | null | undefined)[]) =>
    formatStroops(amounts.reduce<bigint>((total, amount) => total + (amount ?? 0n), 0n))
  const paid = compared.filter(({ ledger, book }) => (ledger ?? book)?.successful === true)
  const totals = [
    `ledger ${sum(paid.map(({ ledger }) => ledger?.payment?.amount))} Pi`,
    `books ${sum(paid.map(({ book }) => book?.paidAmount))} Pi`,
    `payouts ${sum(compared.map(({ ledger, payout }) => (ledger?.successful === false ? null : payout?.amount)))} Pi`,
  ]
  io.print(`paid: ${totals.join(', ')}`)
  return differing.length > 0 ? 1 : 0
}

function describe({ hash, closedAt, ledger, book, payout, differences, note }: Compared): string {
  const amount = (stroops: bigint | null | undefined) =>
    stroops == null ? '-' : `${formatStroops(stroops)} Pi`
  return [
    closedAt == null ? '-' : new Date(closedAt * 1_000).toISOString(),
    hash,
    `ledger ${amount(ledger?.payment?.amount)}`,
    `books ${amount(book?.paidAmount)}`,
    payout == null ? 'no payout' : `payout ${payout.id} ${payout.state} ${amount(payout.amount)}`,
    ...(differences.length === 0 ? [] : [`DIFFERS: ${differences.join('; ')}`]),
    ...(note == null ? [] : [note]),
  ].join('  ')
}

function refuse(io: CommandIo, problems: readonly string[], code: 1 | 2): number {
  for (const problem of problems) io.complain(`${problem.replace(/\.$/, '')}.`)
  io.complain('Nothing was compared.')
  return code
}
