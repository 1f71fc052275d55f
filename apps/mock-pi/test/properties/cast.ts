import { controlContract } from '@aloha-pi/contracts/control'
import type { Answer, Call } from './mock-port.ts'
import type { Scenario, Terms } from './scenario.ts'

export type App = { app_id: string; api_key: string; wallet_address: string; network: string }
export type User = { username: string; wallet_address: string }
/** `live` until the user revokes the app's access. */
export type Session = { token: string; uid: string; live: boolean }

/** Who takes part in a scenario, and what the scenario itself knows of them. */
export type Cast = {
  apps: readonly App[]
  users: readonly User[]
  pending: Scenario['pending']
  /** Sign-ins by user and app, oldest first. */
  sessions: readonly (readonly Session[][])[]
  /** What the scenario asked for with each payment. */
  asked: Map<string, { user: number; app: number; uid: string; terms: Terms }>
}

export type Send = (call: Call) => Promise<Answer>

/** Longer than any scenario takes. */
const YEAR_MS = 31_536_000_000

/** Settings, a second app, and both users signed in to both apps of a world that has just begun. */
export async function gatherCast(send: Send, { spelling, pending }: Scenario): Promise<Cast> {
  const settings = { spelling, u2a_pending: pending, token_lifetime_ms: YEAR_MS }
  await ask(send, { route: controlContract.settings, body: settings })
  await ask(send, { route: controlContract.createApp, body: { name: 'second-app' } })
  const { apps } = await ask<{ apps: App[] }>(send, { route: controlContract.apps })
  const { users } = await ask<{ users: User[] }>(send, { route: controlContract.users })
  const sessions = users.map(() => apps.map((): Session[] => []))
  const cast: Cast = { apps, users, pending, sessions, asked: new Map() }
  for (const user of users.keys()) {
    for (const app of apps.keys()) await signIn(send, cast, user, app)
  }
  return cast
}

/** Signs the user in to the app and keeps the session. */
export async function signIn(send: Send, cast: Cast, user: number, app: number): Promise<Answer> {
  const answer = await send({
    route: controlContract.signIn,
    body: { username: cast.users[user]!.username, app_id: cast.apps[app]!.app_id },
  })
  const signedIn = answer.body as { access_token: string; user: { uid: string } }
  const session = { token: signedIn.access_token, uid: signedIn.user.uid, live: true }
  sessionsOf(cast, user, app).push(session)
  return answer
}

export function sessionsOf({ sessions }: Cast, user: number, app: number): Session[] {
  return sessions[user]![app]!
}

async function ask<Body>(send: Send, call: Call): Promise<Body> {
  const { status, body } = await send(call)
  if (status >= 300) throw new Error(`${call.route.path} was refused: ${JSON.stringify(body)}`)
  return body as Body
}
