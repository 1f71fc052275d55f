import { readFile } from 'node:fs/promises'

const operation = await readFile(new URL('../docs/operation.md', import.meta.url), 'utf8')

/** What docs/operation.md grants to the role of the server. */
export const serverGrants = /```sql\n([^`]*)```/.exec(operation)?.[1] ?? ''
