import type { Ledger } from '../ledger/ledger.ts'
import { openAccount } from '../ledger/open-account.ts'
import type { AppStore, PiApp } from './app-store.ts'

/** A new app with Pi in its wallet. */
export function addApp(
  { apps, ledger }: { apps: AppStore; ledger: Ledger },
  { name, origins }: { name: string; origins?: readonly string[] | undefined },
): PiApp {
  const app = apps.create(name, origins)
  openAccount(ledger, app.wallet)
  return app
}
