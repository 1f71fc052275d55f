export {
  referencePage,
  type ReferencePage,
  type ReferencePageFile,
  type ReferencePageOptions,
} from './reference-page.ts'
