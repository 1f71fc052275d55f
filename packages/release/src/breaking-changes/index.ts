export { describeChange } from './change.ts'
export { compareDocuments } from './compare-documents.ts'
