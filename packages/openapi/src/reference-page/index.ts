export {
  referenceHandlers,
  type ReferenceHandler,
  type ReferenceHandlersOptions,
  type ServedDocument,
} from './reference-handlers.ts'
export {
  referencePage,
  type ReferenceDocument,
  type ReferencePage,
  type ReferencePageFile,
  type ReferencePageOptions,
} from './reference-page.ts'
