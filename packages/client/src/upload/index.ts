export { uploadFetch } from './fetch.ts'
export { type OnUploadProgress, type UploadProgress, withProgress } from './progress.ts'
