/** The commands of the manifest; a test holds the two against each other. */
export const COMMANDS = {
  openPreview: 'cnnProblems.openPreview',
  showMatrix: 'cnnProblems.showMatrix',
  showSteps: 'cnnProblems.showSteps',
  export: 'cnnProblems.export',
  pinPreview: 'cnnProblems.pinPreview',
  unpinPreview: 'cnnProblems.unpinPreview',
  showKey: 'cnnProblems.showKey',
  copyLatex: 'cnnProblems.copyLatex',
  copyNumpy: 'cnnProblems.copyNumpy',
  toggleKeys: 'cnnProblems.toggleKeys',
  validateAnswers: 'cnnProblems.validateAnswers',
} as const;
