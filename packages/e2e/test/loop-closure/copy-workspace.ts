import { cp, mkdir, readdir, realpath, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = [
  'packages/client',
  'packages/conformance',
  'packages/express-server',
  'packages/contracts',
  'packages/e2e',
  'packages/openapi',
  'apps/mock-pi',
  'apps/proxy',
]
/** Compiled beside the packages of the copy, against its client. */
const userProgram = fileURLToPath(new URL('./user-program.ts', import.meta.url))
/** What of a package its programs need. */
const parts = new Set(['package.json', 'src', 'fixtures', 'drizzle'])

/**
 * Copies the sources of the workspace. Packages of the copy import each other; everything else is linked to
 * where it is installed. No package manager may run in there: it would change the installed ones.
 */
export async function copyWorkspace(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const file of ['package.json', 'tsconfig.base.json'])
    await cp(join(from, file), join(to, file))
  await linkInstalled(
    join(from, 'node_modules/@types'),
    join(to, 'node_modules/@types'),
    () => undefined,
  )
  const copies = new Map(
    await Promise.all(
      packages.map(
        async (folder) => [await realpath(join(from, folder)), join(to, folder)] as const,
      ),
    ),
  )
  for (const [own, copy] of copies) {
    for (const part of await readdir(own)) {
      if (!parts.has(part)) continue
      await cp(join(own, part), join(copy, part), { recursive: true })
    }
    await linkInstalled(join(own, 'node_modules'), join(copy, 'node_modules'), (target) =>
      copies.get(target),
    )
  }
  const copy = join(to, 'packages/e2e/test/loop-closure/user-program.ts')
  await mkdir(dirname(copy), { recursive: true })
  await cp(userProgram, copy)
}

async function linkInstalled(
  from: string,
  to: string,
  copyOf: (target: string) => string | undefined,
): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue
    const [own, copy] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      await linkInstalled(own, copy, copyOf)
      continue
    }
    const target = await realpath(own)
    await symlink(copyOf(target) ?? target, copy)
  }
}
