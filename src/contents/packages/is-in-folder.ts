// Where a file of metadata is: databases are looked for under any root, because images hold chroots and sysroots too.

/** Whether the file is directly in `folder`, at the image's root or below any other folder. */
export function isInFolder(path: string, folder: string): boolean {
  const slash = path.lastIndexOf('/');
  if (slash < folder.length || !path.startsWith(folder, slash - folder.length)) return false;
  return slash === folder.length || path.charCodeAt(slash - folder.length - 1) === 0x2f;
}

/** Whether the path is `file`, at the image's root or below any other folder. */
export function isFileNamed(path: string, file: string): boolean {
  if (!path.endsWith(file)) return false;
  return path.length === file.length || path.charCodeAt(path.length - file.length - 1) === 0x2f;
}
