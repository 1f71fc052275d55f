import type { Scope, SeedData } from '@aloha-pi/contracts/wire'
import { addApp } from '../../apps/add-app.ts'
import type { NewApp, PiApp } from '../../apps/app-store.ts'
import { availableBalance } from '../../ledger/network-parameters.ts'
import { decodeStrkey } from '../../ledger/strkey.ts'
import { readAmount } from '../../platform/read-amount.ts'
import type { Person } from '../../users/add-user.ts'
import { DEFAULT_SCOPES, type Grant, type PiUser } from '../../users/user-store.ts'
import type { World } from '../../world/world.ts'
import { findTaken, originTaken } from '../app-control-routes.ts'
import { atLimit } from '../at-limit.ts'
import { makeUser } from '../make-user.ts'
import { refusedBy, SeedRefused } from './seed-refused.ts'

type Each<Name extends 'apps' | 'users' | 'accounts'> = NonNullable<SeedData[Name]>[number]

/** Makes the app, or changes the one with its name. */
export function putApp(world: World, app: Each<'apps'>, field: string): PiApp {
  const { name, origins, redirect_uris: redirectUris, balance } = app
  const known = world.apps.list().find((each) => each.name === name)
  const taken = findTaken(world, origins, known)
  if (taken != null) throw refusedBy(originTaken(taken), `${field}.origins`)
  const put = known ?? newApp(world, { name, origins, redirectUris }, field)
  if (origins != null) put.origins = origins
  if (redirectUris != null) put.redirectUris = redirectUris
  setBalance(world, put.wallet, { balance, field })
  return put
}

function newApp(world: World, app: NewApp, field: string): PiApp {
  const { apps, ledger, limits } = world
  if (apps.list().length >= limits.apps) throw refusedBy(atLimit('apps', limits.apps), field)
  if (!ledger.hasRoom()) throw refusedBy(atLimit('accounts', limits.accounts), field)
  return addApp(world, app)
}

/** Makes the user, or changes the one with this name. */
export function putUser(world: World, given: Each<'users'>, field: string): PiUser {
  const {
    username,
    wallet,
    roles,
    preferred_language: preferredLanguage,
    balance,
    apps = [],
  } = given
  const known = world.users.find(username)
  if (known != null && wallet != null && wallet !== (known.wallet != null)) {
    const rule = `must be ${!wallet} or left out: ${username} is there already, ${wallet ? 'without' : 'with'} one`
    throw new SeedRefused(`${field}.wallet`, rule)
  }
  const user = known ?? newUser(world, { username, wallet, roles, preferredLanguage }, field)
  if (roles != null) user.roles = roles
  if (preferredLanguage != null) user.preferredLanguage = preferredLanguage
  if (balance != null && user.wallet == null) {
    throw new SeedRefused(`${field}.balance`, `must be left out: ${username} has no wallet`)
  }
  if (user.wallet != null) setBalance(world, user.wallet, { balance, field })
  for (const [place, { app, scopes = DEFAULT_SCOPES }] of apps.entries()) {
    const where = `${field}.apps[${place}]`
    allow(world, user, { app: appNamed(world, app, `${where}.app`), scopes, field: where })
  }
  return user
}

function newUser(world: World, person: Person, field: string): PiUser {
  const made = makeUser(world, person)
  if (made.ok) return made.user
  throw refusedBy(made.refusal, field)
}

type Allowed = { app: PiApp; scopes: Grant['scopes'] | readonly Scope[]; field: string }

/** Lets the user allow the app the scopes, as a sign-in does. */
export function allow(world: World, user: PiUser, { app, scopes, field }: Allowed): Grant {
  const { users, limits } = world
  if (!user.grants.has(app.id) && users.countGrants() >= limits.grants) {
    throw refusedBy(atLimit('grants', limits.grants), field)
  }
  return users.grant(user, app.id, [...scopes])
}

/** The app with the name; without one, the first app. */
export function appNamed({ apps }: World, name: string | undefined, field: string): PiApp {
  const app = name == null ? apps.first() : apps.list().find((each) => each.name === name)
  if (app == null) throw new SeedRefused(field, `must be the name of an app: there is no ${name}`)
  return app
}

/** Opens an account that no user or app has, or sets its balance. */
export function putAccount(world: World, { address, balance }: Each<'accounts'>, field: string) {
  const { ledger, faucet, limits } = world
  if (decodeStrkey('G', address) == null) {
    throw new SeedRefused(
      `${field}.address`,
      'must be a valid wallet address: its checksum is wrong',
    )
  }
  if (address === faucet.address) {
    throw new SeedRefused(`${field}.address`, 'must not be the account that gives Pi away')
  }
  if (ledger.view().account(address) == null) {
    if (!ledger.hasRoom()) throw refusedBy(atLimit('accounts', limits.accounts), field)
    checkFaucet(world, readAmount(balance), field)
    ledger.open(address, readAmount(balance))
  }
  setBalance(world, { address }, { balance, field })
}

type Balance = { balance: number | undefined; field: string }

function setBalance(world: World, { address }: { address: string }, { balance, field }: Balance) {
  if (balance == null) return
  const wanted = readAmount(balance)
  const account = world.ledger.view().account(address)
  if (account == null) throw new Error(`The wallet ${address} has no account`)
  checkFaucet(world, wanted - account.balance, field)
  world.ledger.setBalance(address, wanted)
}

function checkFaucet({ ledger, faucet }: World, more: bigint, field: string) {
  const account = ledger.view().account(faucet.address)
  if (account != null && availableBalance(account) >= more) return
  throw new SeedRefused(`${field}.balance`, 'must not be more than the faucet of the mock has')
}
