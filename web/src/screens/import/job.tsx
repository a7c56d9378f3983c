export const ImportJobScreen = () => null;
