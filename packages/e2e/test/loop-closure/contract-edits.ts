import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A change of one file of the contracts: a text that is there exactly once, and what is there instead. */
export type ContractEdit = { file: string; from: string; to: string }

const platform = 'packages/contracts/src/platform'
const aloha = 'packages/contracts/src/aloha'
const wire = 'packages/contracts/src/wire'

/** The six changes: a field renamed, a status dropped, a required field added, in either contract. */
export const contractEdits: readonly ContractEdit[] = [
  { file: `${platform}/payment-schema.ts`, from: '    _link: z', to: '    link: z' },
  {
    file: `${platform}/payments-contract.ts`,
    from: 'responses: { 200: incompleteServerPaymentsSchema },',
    to: 'responses: {},',
  },
  {
    file: `${platform}/payment-requests-schema.ts`,
    from: '...paymentRequestFields, uid: recipientSchema }',
    to: '...paymentRequestFields, uid: recipientSchema, reference: z.string("must be a string") }',
  },
  {
    file: `${aloha}/envelope-schemas.ts`,
    from: '    pending_actions: z',
    to: '    open_actions: z',
  },
  {
    file: `${aloha}/u2a-contract.ts`,
    from: 'responses: { 200: u2aSuccessSchemas.details, 404: alohaErrorSchema },',
    to: 'responses: { 404: alohaErrorSchema },',
  },
  {
    file: `${aloha}/payout-request-schema.ts`,
    from: '        uid: uidSchema,\n',
    to: '        uid: uidSchema,\n        reference: z.string("must be a string"),\n',
  },
]

/** What the compiler asks for after a status was dropped: the tables that the client reads have it too. */
export const wireTableEdits: readonly ContractEdit[] = [
  {
    file: `${wire}/platform-routes.ts`,
    from: 'responses: { 200: incompleteServerPaymentsSchema },',
    to: 'responses: {},',
  },
  {
    file: `${wire}/aloha-routes.ts`,
    from: 'responses: { 200: u2aSuccessSchemas.details }',
    to: 'responses: {}',
  },
]

/** Makes the changes in a copy of the workspace. */
export async function applyEdits(root: string, edits: readonly ContractEdit[]): Promise<void> {
  for (const { file, from, to } of edits) {
    const path = join(root, file)
    const text = await readFile(path, 'utf8')
    const parts = text.split(from)
    if (parts.length !== 2) {
      throw new Error(`${file} holds this ${parts.length - 1} times instead of once: ${from}`)
    }
    await writeFile(path, parts.join(to))
  }
}
