import { formatStroops } from '@aloha-pi/contracts/platform'
import type { Config } from '../../config/config.ts'
import { readWalletSeed } from '../../config/read-wallet-seed.ts'
import type { ChainResult, LedgerTime, Unknown } from '../../payouts/model/ports.ts'
import { createSigner } from '../../wallet/create-signer.ts'
import type { CommandPorts } from '../open-ports.ts'
import type { DatabaseFacts } from './database-facts.ts'

/** One line of the doctor. A failed one has a way out. */
export type Finding =
  | { name: string; verdict: 'passed' | 'skipped'; says: string }
  | { name: string; verdict: 'failed'; says: string; wayOut: string }

const passed = (name: string, says: string): Finding => ({ name, verdict: 'passed', says })
const skipped = (name: string, says: string): Finding => ({ name, verdict: 'skipped', says })
const failed = (name: string, says: string, wayOut: string): Finding => ({
  name,
  verdict: 'failed',
  says,
  wayOut,
})

const MAX_SKEW_MS = 5_000
/** What condition 3 of docs/payouts.md allows. */
const MAX_LAG_S = 30

export function checkDatabase(
  facts: DatabaseFacts | undefined,
  problems: readonly string[],
): Finding {
  const name = 'database'
  if (facts == null) {
    const [first = 'A running server of another version has it', ...rest] = problems
    return failed(name, first, rest.join(' ') || 'Correct that, and run proxy doctor again')
  }
  if (facts.writeFault != null) {
    const wayOut = 'See its disk, its grants, and whether it is a read-only replica'
    return failed(name, `It takes no writes (${facts.writeFault})`, wayOut)
  }
  const { aheadMs } = facts
  if (Math.abs(aheadMs) > MAX_SKEW_MS) {
    const says = `Its clock is ${seconds(aheadMs)} ${aheadMs > 0 ? 'behind' : 'ahead of'} this machine's`
    return failed(name, says, 'Set both clocks by NTP')
  }
  const kind = facts.kind === 'postgres' ? 'Postgres' : 'PGlite'
  return passed(name, `${kind} has the schema of this version and takes writes`)
}

export async function checkPiKey({ pi }: CommandPorts): Promise<Finding> {
  const name = 'Pi key'
  const open = await pi.incomplete()
  if (open.kind === 'ok') {
    return passed(name, `Pi accepts it; ${open.value.payments.length} payouts of the app are open`)
  }
  if (open.kind === 'unknown' && open.cause !== 'unauthorized') return noResponse(name, 'Pi', open)
  const code = open.kind === 'refused' ? `${open.status} ${open.code}` : '401'
  const wayOut = 'Set PI_API_KEY to the Server API key of this app, from the Pi portal'
  return failed(name, `Pi refuses PI_API_KEY (${code})`, wayOut)
}

export async function checkServedNetwork(
  { checkNetwork }: CommandPorts,
  { network }: Config['upstream'],
): Promise<Finding> {
  const name = 'network'
  switch (await checkNetwork()) {
    case 'same':
      return passed(name, `Horizon serves ${network}`)
    case 'other':
      return failed(
        name,
        `Horizon serves another network than ${network}`,
        'Correct PI_HORIZON_URL or PI_NETWORK',
      )
    case 'unknown':
      return failed(
        name,
        'Horizon does not say which network it serves',
        'See whether this machine reaches the host of PI_HORIZON_URL, and whether that is a Horizon',
      )
  }
}

export async function checkWallet(ports: CommandPorts, config: Config): Promise<Finding> {
  const name = 'wallet'
  const { wallet, upstream, payouts } = config
  const { address } = wallet
  const seed = await readWalletSeed(wallet)
  if (!seed.ok) return failed(name, 'Its seed cannot be read', seed.problem)
  if (address == null || seed.seed == null) return skipped(name, 'None is set: no payouts')
  const limits = { wallet: address, network: upstream.network }
  const { caps, settings } = payouts
  const opened = await createSigner(seed.seed, {
    ...limits,
    mostAmount: caps.perPayout,
    mostFee: settings.feeCap,
  })
  if (!opened.ok) {
    const wayOut = 'Correct PI_WALLET_ADDRESS, or PI_WALLET_SEED or its file'
    return failed(name, opened.problem, wayOut)
  }
  const account = await ports.chain(address).account(address)
  if (account.kind === 'unknown') return noResponse(name, 'Horizon', account)
  if (account.kind !== 'ok') {
    const wayOut = `Fund it on ${upstream.network}, or correct PI_WALLET_ADDRESS`
    return failed(name, `Horizon does not know ${address}`, wayOut)
  }
  const { available } = account.value
  const says = `${address} can pay ${formatStroops(available)} Pi`
  return available > settings.fee
    ? passed(name, says)
    : failed(name, `${says}, which is not more than a fee`, 'Pay into it')
}

/** The ledger is the clock that decides whether a transaction is still valid. */
export function checkClock(ledger: ChainResult<LedgerTime>, nowMs: number): Finding {
  const name = 'clock'
  if (ledger.kind === 'unknown') return noResponse(name, 'Horizon', ledger)
  if (ledger.kind !== 'ok') {
    return failed(name, 'Horizon has no ledger', 'Use another PI_HORIZON_URL')
  }
  const ageS = nowMs / 1_000 - ledger.value.closedAt
  if (ageS < -MAX_SKEW_MS / 1_000) {
    const says = `This machine is ${seconds(-ageS * 1_000)} behind the newest ledger`
    return failed(name, says, 'Set its clock by NTP')
  }
  if (ageS > MAX_LAG_S) {
    return failed(
      name,
      `The newest ledger is ${seconds(ageS * 1_000)} old`,
      'Compare the clock of this machine with another one. If it is right, Horizon is late: wait, or use another PI_HORIZON_URL',
    )
  }
  return passed(name, `The newest ledger is ${seconds(ageS * 1_000)} old by this machine's clock`)
}

export function checkCaps(facts: DatabaseFacts | undefined, { payouts }: Config): Finding {
  const name = 'caps'
  if (facts == null) return skipped(name, 'The database did not say what was paid')
  const { perPayout, globalDay } = payouts.caps
  const { dayUsage } = facts
  const says = `${formatStroops(dayUsage)} of ${formatStroops(globalDay)} Pi are used in 24 hours`
  if (facts.isPaused) {
    return failed(name, 'All payouts are paused', 'proxy payouts resume, once the reason is gone')
  }
  if (!payouts.isOpen) {
    return failed(name, 'PAYOUTS=off refuses new payouts', 'Set PAYOUTS=on, and restart')
  }
  return globalDay - dayUsage >= perPayout
    ? passed(name, says)
    : failed(
        name,
        `${says}: a payout of PAYOUT_CAP (${formatStroops(perPayout)} Pi) would be refused`,
        'See with proxy payouts list --younger-than 1d what was paid. Then wait, or raise PAYOUT_DAY_CAP',
      )
}

function noResponse(name: string, upstream: 'Pi' | 'Horizon', { cause }: Unknown): Finding {
  const variable = upstream === 'Pi' ? 'PI_API_URL' : 'PI_HORIZON_URL'
  const wayOut = `See whether this machine reaches the host of ${variable} (name, firewall, certificate); if it does, wait`
  return failed(name, `${upstream} gave no usable response (${cause})`, wayOut)
}

function seconds(ms: number): string {
  return `${(Math.abs(ms) / 1_000).toFixed(1)} s`
}
