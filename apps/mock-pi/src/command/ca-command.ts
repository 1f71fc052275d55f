import { dataFolder } from '../authority/authority-folder.ts'
import { removeAuthority } from '../authority/keep-authority.ts'
import { openAuthorityOf } from '../authority/user-authority.ts'
import type { CommandPorts } from './command-ports.ts'
import { UsageError } from './usage-error.ts'

/** `mock-pi ca print|remove`. */
export async function caCommand(args: string[], { env, now, print }: CommandPorts) {
  const [action, ...others] = args
  if (others.length > 0 || (action !== 'print' && action !== 'remove')) {
    throw new UsageError('write `mock-pi ca print` or `mock-pi ca remove`')
  }
  if (action === 'remove') {
    const removed = removeAuthority(dataFolder(env))
    print(removed == null ? 'There are no certificates.' : `Removed ${removed}`)
    return
  }
  const { caCertificate } = await openAuthorityOf({ env, now: now() })
  print(caCertificate.trim())
}
