import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  paginateListUsers,
  type AttributeType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

const named = (attributes: readonly AttributeType[] = [], name: string): string | undefined =>
  attributes.find(({ Name }) => Name === name)?.Value;

const failedWith = (error: unknown, name: string) => error instanceof Error && error.name === name;

const unless = async (name: string, call: Promise<unknown>): Promise<void> => {
  try {
    await call;
  } catch (error) {
    if (!failedWith(error, name)) throw error;
  }
};

export interface AccountFacts {
  /** The person has not yet chosen a password of their own. */
  readonly awaitsPassword: boolean;
  readonly mfa: boolean;
}

/** The accounts of the user pool, by the member's id. Everything here can be repeated. */
export const userAccounts = (client: CognitoIdentityProviderClient, UserPoolId: string) => ({
  /**
   * Makes an account and has Cognito send its temporary password by e-mail; nobody else ever sees it. Answers with the
   * member's id, also when this agency's account was made before, and undefined when the address is taken elsewhere.
   */
  invite: async (tenantId: string, email: string): Promise<string | undefined> => {
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenantId', Value: tenantId },
    ];
    try {
      const { User } = await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username: email, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }),
      );
      return named(User?.Attributes, 'sub');
    } catch (error) {
      if (!failedWith(error, 'UsernameExistsException')) throw error;
      const there = await client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
      return named(there.UserAttributes, 'custom:tenantId') === tenantId
        ? named(there.UserAttributes, 'sub')
        : undefined;
    }
  },
  /** The agency whose account has this address; undefined when nobody has it. */
  tenantOf: async (email: string): Promise<string | undefined> => {
    try {
      const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
      return named(UserAttributes, 'custom:tenantId');
    } catch (error) {
      if (failedWith(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  },
  /** A new temporary password by e-mail. False when the person has chosen an own one already. */
  resend: async (email: string): Promise<boolean> => {
    try {
      await client.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: email,
          MessageAction: 'RESEND',
          DesiredDeliveryMediums: ['EMAIL'],
        }),
      );
      return true;
    } catch (error) {
      if (failedWith(error, 'UnsupportedUserStateException')) return false;
      throw error;
    }
  },
  facts: async (Username: string): Promise<AccountFacts | undefined> => {
    try {
      const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      return {
        awaitsPassword: user.UserStatus === 'FORCE_CHANGE_PASSWORD',
        mfa: (user.UserMFASettingList ?? []).length > 0,
      };
    } catch (error) {
      if (failedWith(error, 'UserNotFoundException')) return undefined;
      throw error;
    }
  },
  /** The ids of all accounts of an agency, whoever knows of them: the user pool cannot be searched by agency, so it is gone through. */
  ofTenant: async (tenantId: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId }))
      for (const { Username, Attributes } of Users)
        if (Username !== undefined && named(Attributes, 'custom:tenantId') === tenantId) found.push(Username);
    return found;
  },
  switchOff: async (Username: string): Promise<void> => {
    await client.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
  },
  switchOn: async (Username: string): Promise<void> => {
    await client.send(new AdminEnableUserCommand({ UserPoolId, Username }));
  },
  remove: (Username: string): Promise<void> =>
    unless('UserNotFoundException', client.send(new AdminDeleteUserCommand({ UserPoolId, Username }))),
  resetMfa: async (Username: string): Promise<void> => {
    const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
    await client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, SoftwareTokenMfaSettings }));
  },
});

export type UserAccounts = ReturnType<typeof userAccounts>;
