import { parseArgs } from 'node:util'
import { seedDataJsonSchema } from '@aloha-pi/contracts/control'
import { UsageError } from './usage-error.ts'
import type { SeedData } from '@aloha-pi/contracts/wire'
import { connectControl } from './connect-control.ts'
import { readSeedFile } from '../state/seed-file.ts'

type SeedArguments = { url: string | undefined; world: string | undefined } & (
  | { action: 'schema' }
  | { action: 'add' | 'check'; file: string }
)

/** Reads `add|check FILE` or `schema`, with `--url` and `--world`; throws a sentence. */
export function readSeedArguments(args: string[]): SeedArguments {
  const { values, positionals } = parseArgs({
    args,
    options: { url: { type: 'string' }, world: { type: 'string' } },
    allowPositionals: true,
  })
  const { url, world } = values
  const [action, file, ...others] = positionals
  if (action !== 'add' && (url != null || world != null)) {
    throw new UsageError('only seed add needs a mock: omit --url and --world')
  }
  if (action === 'schema' && file == null) return { action, url, world }
  if ((action === 'add' || action === 'check') && file != null && others.length === 0) {
    return { action, file, url, world }
  }
  throw new UsageError('write `mock-pi seed add FILE`, `seed check FILE` or `seed schema`')
}

/** Does it; returns what to print. Throws a sentence. */
export async function seedCommand(read: SeedArguments): Promise<string> {
  if (!('file' in read)) return JSON.stringify(seedDataJsonSchema(), null, 2)
  const { action, file, url, world } = read
  const data = await readSeedFile(file)
  if (action === 'check') return `${file} is a seed file: ${describe(data)}`
  const added = await connectControl({ url, world }).addSeedData(data)
  const ids = added.payments.map(({ payment }) => payment.identifier)
  return [`added ${file}: ${describe(data)}`, ...ids.map((id) => `  payment ${id}`)].join('\n')
}

function describe({ apps = [], users = [], accounts = [], payments = [] }: SeedData): string {
  return Object.entries({ apps, users, accounts, payments })
    .map(([things, { length }]) => `${length} ${length === 1 ? things.slice(0, -1) : things}`)
    .join(', ')
}
