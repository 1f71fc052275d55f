import { readFile } from 'node:fs/promises'

const operation = await readFile(new URL('../docs/operation.md', import.meta.url), 'utf8')

const [server, operator] = [...operation.matchAll(/```sql\n([^`]*)```/g)].map(([, text]) => text)

/** What docs/operation.md grants to the role of the server. */
export const serverGrants = server ?? ''
/** What it grants to the role that runs operators' commands. */
export const operatorGrants = operator ?? ''
