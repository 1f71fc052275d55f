import { MOCK_API_KEY_PREFIX } from '@aloha-pi/contracts/control'
import type { Network } from '@aloha-pi/contracts/wire'
import { createWallet, walletOfSeed, type Wallet } from '../ledger/wallet.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedApp } from '../saved/saved-actors.ts'
import type { Seeded } from '../seed/seeded.ts'

/**
 * A Pi app: its key is what its server signs in with, its origins are those of its web pages. Pi Sign-in knows it by its
 * client id, and sends browsers back to its redirect URIs only.
 */
export type PiApp = {
  id: string
  name: string
  network: Network
  apiKey: string
  wallet: Wallet
  origins: readonly string[]
  clientId: string
  redirectUris: readonly string[]
}

export type NewApp = {
  name: string
  origins?: readonly string[] | undefined
  redirectUris?: readonly string[] | undefined
}

const KEY_LENGTH = 64

/** Apps of one world, and so of one network. */
export type AppStore = {
  create(app: NewApp): PiApp
  /** The app that the world began with. */
  first(): PiApp
  find(id: string): PiApp | undefined
  findByKey(apiKey: string): PiApp | undefined
  /** The app whose page has this origin, exactly so written. */
  findByOrigin(origin: string): PiApp | undefined
  findByClientId(clientId: string): PiApp | undefined
  list(): PiApp[]
  /** Copies of the apps; new ones are drawn from another seed. */
  copy(seeded: Seeded): AppStore
  saved(): SavedApp[]
}

/** The saved apps; throws `BadSnapshot`. */
export function loadAppStore(
  seeded: Seeded,
  network: Network,
  saved: readonly SavedApp[],
): AppStore {
  const apps = saved.map(({ walletSeed, ...app }, place) => {
    const isTwice = saved.some(
      ({ id, apiKey, clientId }, other) =>
        other < place && (id === app.id || apiKey === app.apiKey || clientId === app.clientId),
    )
    if (isTwice)
      throw new BadSnapshot(`apps[${place}]`, 'must not have the id or key of another app')
    return { ...app, network, wallet: walletOfSeed(walletSeed, `apps[${place}].walletSeed`) }
  })
  return createAppStore(seeded, network, apps)
}

export function createAppStore(
  seeded: Seeded,
  network: Network,
  first: readonly PiApp[] = [],
): AppStore {
  const byId = new Map<string, PiApp>()
  const byKey = new Map<string, PiApp>()
  const byClientId = new Map<string, PiApp>()
  for (const app of first) keep({ ...app })

  function keep(app: PiApp) {
    byId.set(app.id, app)
    byKey.set(app.apiKey, app)
    byClientId.set(app.clientId, app)
  }

  function create({ name, origins = [], redirectUris = [] }: NewApp): PiApp {
    const label = `app:${byId.size + 1}`
    const secret = seeded.text(
      `${label}:key`,
      'abcdefghijklmnopqrstuvwxyz0123456789',
      KEY_LENGTH - MOCK_API_KEY_PREFIX.length,
    )
    const app = {
      id: `${name}-${seeded.bytes(label, 8).toString('hex')}`,
      name,
      network,
      apiKey: `${MOCK_API_KEY_PREFIX}${secret}`,
      wallet: createWallet(seeded.bytes(`${label}:wallet`, 32)),
      origins,
      // 43 characters of url-safe base64, as Pi's.
      clientId: seeded.bytes(`${label}:client`, 32).toString('base64url'),
      redirectUris,
    }
    keep(app)
    return app
  }
  return {
    create,
    first() {
      const [app] = byId.values()
      if (app == null) throw new Error('A world has an app from the start')
      return app
    },
    find: (id) => byId.get(id),
    findByKey: (apiKey) => byKey.get(apiKey),
    findByOrigin: (origin) => [...byId.values()].find(({ origins }) => origins.includes(origin)),
    findByClientId: (clientId) => byClientId.get(clientId),
    list: () => [...byId.values()],
    copy: (other) => createAppStore(other, network, [...byId.values()]),
    saved: () =>
      Array.from(
        byId.values(),
        ({ id, name, apiKey, wallet, origins, clientId, redirectUris }) => ({
          id,
          name,
          apiKey,
          walletSeed: wallet.seed,
          origins: [...origins],
          clientId,
          redirectUris: [...redirectUris],
        }),
      ),
  }
}
