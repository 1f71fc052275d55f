import { controlContract } from '@aloha-pi/contracts/control'
import type { Settings } from '@aloha-pi/contracts/control'
import { decodeStrkey } from '../../src/ledger/strkey.ts'
import { createWallet, type Wallet } from '../../src/ledger/wallet.ts'
import type { MockResponse, Call } from './mock-port.ts'
import type { Scenario, Submission, Terms } from './scenario.ts'

export type App = {
  app_id: string
  api_key: string
  wallet_address: string
  wallet_seed: string
  network: 'Pi Network' | 'Pi Testnet'
  /** What its server signs with. */
  wallet: Wallet
}
export type User = { username: string; wallet_address: string }
/** `live` until the user revokes the app's access. */
export type Session = { token: string; uid: string; live: boolean }

/** What someone asked for with a payment. */
export type Asked = { user: number; app: number; uid: string; terms: Terms; isPayout: boolean }

/** A transaction that an app's server signed for a payment. */
export type Signed = {
  hash: string
  tx: string
  paymentId: string
  twist: Exclude<Submission['twist'], 'again'>
  from: string
  to: string
  amount: bigint
  memo: string
  sequence: bigint
}

/** Who takes part in a scenario, and what the scenario itself knows of them. */
export type Cast = {
  apps: readonly App[]
  users: readonly User[]
  /** The settings that the scenario has made. */
  settings: Settings
  /** Sign-ins by user and app, oldest first. */
  sessions: readonly (readonly Session[][])[]
  /** By payment id. */
  asked: Map<string, Asked>
  /** By hash, in the order of their signing. */
  signed: Map<string, Signed>
  /** Hashes of the faucet's transactions. */
  funded: Set<string>
}

export type Send = (call: Call) => Promise<MockResponse>

/** Longer than any scenario takes. */
const YEAR_MS = 31_536_000_000

/** Settings, a second app, and both users signed in to both apps of a world that has just begun. */
export async function gatherCast(
  send: Send,
  { spelling, pending, concurrency }: Scenario,
): Promise<Cast> {
  const settings = await ask<Settings>(send, {
    route: controlContract.settings,
    body: {
      spelling,
      u2a_pending: pending,
      a2u_concurrency: concurrency,
      token_lifetime_ms: YEAR_MS,
      // No one waits here: what becomes of a transaction is seen on the chain.
      submit_timeout_ms: 1,
    },
  })
  await ask(send, { route: controlContract.createApp, body: { name: 'second-app' } })
  const { apps } = await ask<{ apps: App[] }>(send, { route: controlContract.apps })
  for (const app of apps) app.wallet = createWallet(decodeStrkey('S', app.wallet_seed)!)
  const { users } = await ask<{ users: User[] }>(send, { route: controlContract.users })
  const sessions = users.map(() => apps.map((): Session[] => []))
  const cast: Cast = {
    apps,
    users,
    settings: { ...settings },
    sessions,
    asked: new Map(),
    signed: new Map(),
    funded: new Set(),
  }
  for (const user of users.keys()) {
    for (const app of apps.keys()) await signIn(send, cast, user, app)
  }
  return cast
}

/** Signs the user in to the app and keeps the session. */
export async function signIn(
  send: Send,
  cast: Cast,
  user: number,
  app: number,
): Promise<MockResponse> {
  const response = await send({
    route: controlContract.signIn,
    body: { username: cast.users[user]!.username, app_id: cast.apps[app]!.app_id },
  })
  const signedIn = response.body as { access_token: string; user: { uid: string } }
  const session = { token: signedIn.access_token, uid: signedIn.user.uid, live: true }
  sessionsOf(cast, user, app).push(session)
  return response
}

export function sessionsOf({ sessions }: Cast, user: number, app: number): Session[] {
  return sessions[user]![app]!
}

/** The app of that id. */
export function appOf({ apps }: Cast, id: string): App {
  return apps.find(({ app_id }) => app_id === id)!
}

async function ask<Body>(send: Send, call: Call): Promise<Body> {
  const { status, body } = await send(call)
  if (status >= 300) throw new Error(`A scenario could not begin: ${JSON.stringify(body)}`)
  // The contract of each route says what it returns.
  return body as Body
}
