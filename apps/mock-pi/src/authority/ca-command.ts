import { dataFolder } from './authority-folder.ts'
import { removeAuthority } from './keep-authority.ts'
import { openAuthorityOf } from './user-authority.ts'

type CaPorts = {
  env: Readonly<Record<string, string | undefined>>
  /** In ms. */
  now: () => number
  print: (line: string) => void
}

/** `mock-pi ca print|remove`. */
export async function caCommand(args: string[], { env, now, print }: CaPorts) {
  const [action, ...others] = args
  if (others.length > 0 || (action !== 'print' && action !== 'remove')) {
    throw new Error('write `mock-pi ca print` or `mock-pi ca remove`')
  }
  if (action === 'remove') {
    const removed = removeAuthority(dataFolder(env))
    print(removed == null ? 'There are no certificates.' : `Removed ${removed}`)
    return
  }
  const { caCertificate } = await openAuthorityOf({ env, now: now() })
  print(caCertificate.trim())
}
