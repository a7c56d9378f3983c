/** A refusal with the exception name that AWS gives; the SDK turns `__type` into the error class. */
export class CognitoProblem extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'CognitoProblem';
    this.type = type;
  }
}

export const notAuthorized = (message: string) => new CognitoProblem('NotAuthorizedException', message);
export const invalidParameter = (message: string) => new CognitoProblem('InvalidParameterException', message);
export const userNotFound = () => new CognitoProblem('UserNotFoundException', 'User does not exist.');
export const codeMismatch = (message = 'Invalid verification code provided, please try again.') =>
  new CognitoProblem('CodeMismatchException', message);
export const limitExceeded = () =>
  new CognitoProblem('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

/** One sentence for a wrong password and for nobody: the answer must not tell which. */
export const wrongCredentials = () => notAuthorized('Incorrect username or password.');
