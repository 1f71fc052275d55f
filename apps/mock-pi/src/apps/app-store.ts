import { MOCK_API_KEY_PREFIX } from '@aloha-pi/contracts/control'
import type { Network } from '@aloha-pi/contracts/wire'
import { createWallet, type Wallet } from '../ledger/wallet.ts'
import type { Seeded } from '../seed/seeded.ts'

/** A Pi app: its key is what its server signs in with, its origins are those of its web pages. */
export type PiApp = {
  id: string
  name: string
  network: Network
  apiKey: string
  wallet: Wallet
  origins: readonly string[]
}

const KEY_LENGTH = 64

/** Apps of one world, and so of one network. */
export type AppStore = {
  create(name: string, origins?: readonly string[]): PiApp
  /** The app that the world began with. */
  first(): PiApp
  find(id: string): PiApp | undefined
  findByKey(apiKey: string): PiApp | undefined
  /** The app whose page has this origin, exactly so written. */
  findByOrigin(origin: string): PiApp | undefined
  list(): PiApp[]
}

export function createAppStore(seeded: Seeded, network: Network): AppStore {
  const byId = new Map<string, PiApp>()
  const byKey = new Map<string, PiApp>()

  function create(name: string, origins: readonly string[] = []): PiApp {
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
    }
    byId.set(app.id, app)
    byKey.set(app.apiKey, app)
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
    list: () => [...byId.values()],
  }
}
