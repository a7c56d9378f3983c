export const ExportScreen = () => null;
